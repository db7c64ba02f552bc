package io.quartermaster.server.job;

import io.quartermaster.server.schedule.Schedule;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An attempt in the history, as lists show it.
 *
 * @param schedule of the job at the time of the attempt
 * @param operationEnd null while it is in process
 * @param message of the agent; null while it is in process
 * @param result see {@link JobResult}
 * @param status 2 in process, 3 completed, 4 acknowledged, 5 completed and to be tried again
 * @param storePath null for jobs that act on no store
 * @param clientMachine of the store
 */
public record JobHistoryRow(
        long historyId,
        String agentMachine,
        UUID jobId,
        Schedule schedule,
        String jobType,
        Instant operationStart,
        @Nullable Instant operationEnd,
        @Nullable String message,
        int result,
        int status,
        @Nullable String storePath,
        @Nullable String clientMachine) {}
