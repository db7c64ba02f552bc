package io.quartermaster.server.operation;

import io.quartermaster.server.job.BulkAction;
import io.quartermaster.server.job.JobOperation;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A bulk operation in answers. */
public record OperationResponse(
        UUID id,

        @Schema(description = "Unschedule, Reschedule, Acknowledge or Undo")
        String action,

        Instant at,

        @Schema(description = "Who gave the command") String actor,

        @Schema(description = "As given with the plan; null where none was") @Nullable
        String reason,

        @Schema(description = "What was asked for: the query, or how many ids")
        String selection,

        @Schema(description = "How many were changed; of Reschedule and Acknowledge, rows of the history")
        long jobs,

        @Schema(description = "On how many orchestrators") int agents,

        @Schema(description = "The plan that was applied; null without one") @Nullable
        UUID planId,

        @Schema(description = "Of an Undo: the Unschedule that it took back") @Nullable
        UUID undoOf,

        @Schema(description = "Of an Unschedule: the Undo that took it back; null as long as none did") @Nullable
        UUID undoneBy,

        @Schema(description = "Until when an Unschedule can be undone; null for the other actions") @Nullable
        Instant undoUntil) {

    static OperationResponse of(JobOperation operation) {
        return new OperationResponse(
                operation.id(),
                operation.action().title(),
                operation.at(),
                operation.actor(),
                operation.reason(),
                operation.selection(),
                operation.jobs(),
                operation.agents(),
                operation.planId(),
                operation.undoOf(),
                operation.undoneBy(),
                operation.action() == BulkAction.UNSCHEDULE ? operation.jobsKeptUntil() : null);
    }
}
