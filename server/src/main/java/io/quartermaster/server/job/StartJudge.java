package io.quartermaster.server.job;

import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One condition that keeps a job from starting, and the sentences about it. Looks at one thing and touches nothing; the
 * list of jobs for an agent, the hand-out and the explanation use the same ones.
 *
 * @param blocksWhen SQL over {@code scheduled_job j}, true for a job that may not start; never null for any row. It may
 *     use {@code :now}, {@code :dueBy} and, where the hand-out does not ask, {@code :heardAfter} and {@code :capabilities}
 * @param atHandOut the server decides by it; otherwise it only says why the agent does not come for the job
 * @param blocked the sentence for a job that is kept from starting
 * @param explained what people are told besides, empty or with a blank in front; agents are told the sentence alone
 * @param passed the sentence for one that is not
 * @param until when the obstacle ends by itself; null where nobody knows
 */
record StartJudge(
        Obstacle obstacle,
        boolean atHandOut,
        String blocksWhen,
        Function<StartFacts, String> blocked,
        Function<StartFacts, String> explained,
        Function<StartFacts, String> passed,
        Function<StartFacts, @Nullable Instant> until) {

    static StartJudge atHandOut(
            Obstacle obstacle,
            String blocksWhen,
            Function<StartFacts, String> blocked,
            Function<StartFacts, String> passed) {
        return new StartJudge(obstacle, true, blocksWhen, blocked, facts -> "", passed, facts -> null);
    }

    static StartJudge ofTheAgent(
            Obstacle obstacle,
            String blocksWhen,
            Function<StartFacts, String> blocked,
            Function<StartFacts, String> passed) {
        return new StartJudge(obstacle, false, blocksWhen, blocked, facts -> "", passed, facts -> null);
    }

    /** Whether the obstacle stays until a person does something about the agent. */
    boolean never() {
        return obstacle == Obstacle.AGENT_NOT_APPROVED || obstacle == Obstacle.AGENT_NOT_CAPABLE;
    }

    /** The same judge, which also knows when the obstacle ends. */
    StartJudge endingAt(Function<StartFacts, @Nullable Instant> end) {
        return new StartJudge(obstacle, atHandOut, blocksWhen, blocked, explained, passed, end);
    }

    /** The same judge, which tells people more than agents. */
    StartJudge explainedBy(Function<StartFacts, String> more) {
        return new StartJudge(obstacle, atHandOut, blocksWhen, blocked, more, passed, until);
    }
}
