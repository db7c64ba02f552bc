package io.quartermaster.server.job;

import io.quartermaster.server.schedule.ScheduleJson;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An attempt in answers. */
public record JobHistoryResponse(
        long jobHistoryId,
        @Schema(description = "The orchestrator's machine") String agentMachine,
        UUID jobId,

        @Schema(description = "The job's schedule at that time")
        ScheduleJson schedule,

        String jobType,
        Instant operationStart,

        @Schema(description = "null while in process") @Nullable
        Instant operationEnd,

        @Nullable String message,

        @Schema(
                implementation = Integer.class,
                description = "0 Unknown, 2 Success, 3 Warning, 4 Failure; a setting of the server makes it the name")
        Object result,

        @Schema(
                implementation = Integer.class,
                description = "2 InProcess, 3 Completed, 4 Acknowledged, 5 CompletedWillRetry;"
                        + " a setting of the server makes it the name")
        Object status,

        @Schema(description = "null for jobs that act on no certificate store") @Nullable
        String storePath,

        @Schema(description = "The machine of the certificate store") @Nullable
        String clientMachine) {}
