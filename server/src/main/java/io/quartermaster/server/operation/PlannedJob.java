package io.quartermaster.server.operation;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job of a plan.
 *
 * @param position in the plan, from 1
 * @param jobId null for a number that belongs to no row of the history
 * @param historyId of a reschedule and an acknowledgement
 * @param agentId null for an id that belongs to nothing
 * @param jobType null when the job is gone by now
 * @param code why it would not change; null when it would
 */
public record PlannedJob(
        long position,
        @Nullable UUID jobId,
        @Nullable Long historyId,
        @Nullable UUID agentId,
        @Nullable String agentMachine,
        @Nullable String jobType,
        @Nullable String target,
        @Nullable String code,
        @Nullable String reason,
        @Nullable String permission) {}
