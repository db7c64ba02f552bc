package io.quartermaster.server.job;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Which jobs can be taken off the schedule. The kinds are a closed list: everything else is changed elsewhere. */
final class Unschedulable {
    static final List<Judge> CONDITIONS = List.of(
            new Judge(
                    "j.kind NOT IN ("
                            + Arrays.stream(JobKind.values())
                                    .filter(JobKind::unschedulable)
                                    .map(kind -> "'" + kind.name() + "'")
                                    .collect(Collectors.joining(", "))
                            + ")",
                    job -> job.kind().genericName() + " jobs are changed with "
                            + job.kind().changedWith() + "."),
            new Judge(
                    "NOT " + JobRepository.LISTED,
                    job -> "In process since " + job.attemptStart() + " on " + job.agentMachine() + "."));

    private Unschedulable() {}
}
