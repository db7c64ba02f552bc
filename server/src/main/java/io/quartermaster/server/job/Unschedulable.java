package io.quartermaster.server.job;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Which jobs can be taken off the schedule. The kinds are a closed list: everything else is changed elsewhere. */
final class Unschedulable {
    static final Judge KIND = Judge.ofKind(
            "KIND",
            "j.kind NOT IN ("
                    + Arrays.stream(JobKind.values())
                            .filter(JobKind::unschedulable)
                            .map(kind -> "'" + kind.name() + "'")
                            .collect(Collectors.joining(", "))
                    + ")",
            kind -> kind.genericName() + " jobs are changed with " + kind.changedWith() + ".");

    static final Judge BEGUN = new Judge(
            "IN_PROCESS",
            "NOT " + JobRepository.LISTED,
            kind -> "An orchestrator has begun it; a job that runs once is not interrupted.",
            job -> "In process since " + job.attemptStart() + " on " + job.agentMachine() + ".");

    static final List<Judge> CONDITIONS = List.of(KIND, BEGUN);

    private Unschedulable() {}
}
