package io.quartermaster.agent.job;

import io.quartermaster.agent.protocol.Result;
import org.jspecify.annotations.Nullable;

/**
 * What the server answered to Configure.
 *
 * @param result null only when the server forgot it, which lets the job run, as the C agent has it
 * @param auditId the attempt
 * @param cancelled true: not to be run
 * @param work what to do; only of meaning when the job is to be run
 */
public record Assignment(@Nullable Result result, long auditId, boolean cancelled, Work work) {
    /** The doing itself; may take long. */
    @FunctionalInterface
    public interface Work {
        /**
         * Does it.
         *
         * @throws InterruptedException when the agent is being stopped
         */
        WorkResult run() throws InterruptedException;
    }

    boolean refused() {
        return result != null && !result.letsJobRun();
    }

    String refusal() {
        return result == null ? "" : result.text();
    }
}
