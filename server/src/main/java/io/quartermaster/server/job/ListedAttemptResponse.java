package io.quartermaster.server.job;

import io.quartermaster.server.schedule.ScheduleJson;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An attempt in lists. */
public record ListedAttemptResponse(
        long jobHistoryId,
        UUID jobId,
        UUID agentId,

        @Schema(description = "The orchestrator's machine") String agentMachine,

        @Schema(description = "Custom, Inventory, Management, Discovery, Reenrollment, FetchLogs, ...")
        String kind,

        @Schema(description = "JKSInventory, or the name of a custom job type")
        String jobType,

        @Schema(description = "null for jobs that act on no certificate store") @Nullable
        UUID storeId,

        @Schema(description = "The machine of the certificate store") @Nullable
        String clientMachine,

        @Nullable String storePath,

        @Schema(description = "What it acted on; null for custom jobs and log fetches") @Nullable
        String target,

        @Schema(description = "The job's schedule at that time")
        ScheduleJson schedule,

        Instant operationStart,

        @Schema(description = "null while in process") @Nullable
        Instant operationEnd,

        @Schema(
                implementation = Integer.class,
                description = "0 Unknown, 2 Success, 3 Warning, 4 Failure; a setting of the server makes it the name")
        Object result,

        @Schema(
                implementation = Integer.class,
                description = "2 InProcess, 3 Completed, 4 Acknowledged, 5 CompletedWillRetry;"
                        + " a setting of the server makes it the name")
        Object status,

        @Nullable String message,

        @Schema(description = "Closed by the server, because the orchestrator stopped reporting")
        boolean lost,

        @Schema(
                implementation = Integer.class,
                description =
                        "What the orchestrator said, beside Result, which is what the server concluded: null when it"
                                + " said nothing")
        @Nullable
        Object said,

        @Schema(
                description = "Of a job that changes a certificate store, what an inventory that followed has shown:"
                        + " Unknown, Confirmed, Contradicted or Superseded; null for others")
        @Nullable
        String verified,

        @Schema(description = "The same in a sentence; null as long as it is unknown") @Nullable
        String verification,

        @Schema(description = "The retry it was; 0 is the first run")
        int retryCount,

        Instant requested,
        String requestedBy) {}
