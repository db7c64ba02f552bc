package io.quartermaster.server.job;

import io.quartermaster.server.schedule.ScheduleJson;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A job on the schedule in lists. */
public record ListedJobResponse(
        UUID id,
        UUID agentId,

        @Schema(description = "The orchestrator's machine") @Nullable
        String agentMachine,

        @Schema(description = "Custom, Inventory, Management, Discovery, Reenrollment, FetchLogs, ...")
        String kind,

        @Schema(description = "JKSInventory, or the name of a custom job type")
        String jobType,

        @Schema(description = "null for jobs that act on no certificate store") @Nullable
        UUID storeId,

        @Schema(description = "The machine of the certificate store") @Nullable
        String clientMachine,

        @Nullable String storePath,

        @Schema(description = "What it acts on; null for custom jobs and log fetches") @Nullable
        String target,

        ScheduleJson schedule,

        @Schema(description = "When it comes due; of a job in process that runs once, when it came due")
        Instant nextRun,

        Instant requested,
        String requestedBy,

        @Schema(description = "An attempt of it runs now") boolean inProcess,

        @Schema(description = "The retry that waits or runs; 0 is the first run")
        int retryCount,

        int priority) {}
