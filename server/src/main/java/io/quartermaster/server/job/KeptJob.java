package io.quartermaster.server.job;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One of the jobs of a bulk operation.
 *
 * @param historyId of a reschedule and an acknowledgement, the row that was changed
 * @param newJobId the job that was made of it: by the undo of an unschedule, or by a reschedule
 */
public record KeptJob(
        UUID jobId,
        @Nullable Long historyId,
        UUID agentId,
        String agentMachine,
        String jobType,
        @Nullable String target,
        @Nullable UUID newJobId) {}
