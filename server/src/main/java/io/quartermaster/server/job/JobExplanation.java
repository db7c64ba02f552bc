package io.quartermaster.server.job;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a job runs or does not run.
 *
 * @param warning a sentence when it can never run as things are; null otherwise
 * @param checks in the order in which they are asked
 */
public record JobExplanation(
        ScheduledJob job,
        @Nullable String agentMachine,
        @Nullable String warning,
        List<Check> checks) {
    /**
     * What one judge says.
     *
     * @param code names the obstacle, whether it is there or not
     * @param until when the obstacle ends by itself; null where nobody knows, or where it is not there
     */
    public record Check(
            String code,
            boolean passed,
            String message,
            @Nullable Instant until) {}

    static JobExplanation of(StartFacts facts) {
        return new JobExplanation(
                facts.job(),
                facts.agent() == null ? null : facts.agent().clientMachine(),
                warning(facts).orElse(null),
                StartJudges.ALL.stream().map(judge -> check(judge, facts)).toList());
    }

    private static Check check(StartJudge judge, StartFacts facts) {
        boolean blocked = facts.isBlockedBy(judge.obstacle());
        return new Check(
                judge.obstacle().name(),
                !blocked,
                blocked
                        ? judge.blocked().apply(facts) + judge.explained().apply(facts)
                        : judge.passed().apply(facts),
                blocked ? judge.until().apply(facts) : null);
    }

    /** The sentence about a job that can never run as things are. */
    static Optional<String> warning(StartFacts facts) {
        return StartJudges.ALL.stream()
                .filter(judge -> judge.never() && facts.isBlockedBy(judge.obstacle()))
                .findFirst()
                .map(judge -> "This job can never run as things are: "
                        + judge.blocked().apply(facts));
    }

    /** The first that keeps the job from starting; empty for one that may start now. */
    public Optional<Check> firstBlocking() {
        return checks.stream().filter(check -> !check.passed()).findFirst();
    }
}
