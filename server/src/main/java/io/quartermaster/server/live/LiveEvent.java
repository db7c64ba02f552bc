package io.quartermaster.server.live;

import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Something that happened to a job, as it is sent. */
public record LiveEvent(
        long id,
        Instant time,

        @Schema(description = "SCHEDULED, HANDED_OUT, PROGRESS, COMPLETED, RETRY_PLANNED, LOST, UNSCHEDULED, ...")
        String event,

        UUID jobId,

        @Schema(description = "Inventory, Management, Custom, ...") @Nullable
        String kind,

        @Nullable String jobType,

        @Schema(description = "The certificate store the job acts on") @Nullable
        UUID storeId,

        UUID agentId,

        @Schema(description = "Its client machine; null when it was deleted") @Nullable
        String agent,

        @Schema(description = "A person, server or agent") String actor,

        @Schema(description = "The beginning of the token of the orchestrator's session") @Nullable
        String session,

        @Nullable Long jobHistoryId,

        @Schema(description = "Of a completion: 2 success, 3 warning, 4 failure, 0 unknown") @Nullable
        Integer result,

        @Schema(description = "The orchestrator's message, the server's reason, what changed, or when it is retried")
        @Nullable
        String detail) {}
