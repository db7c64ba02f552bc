package io.quartermaster.server.operation;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.job.BulkAction;
import io.quartermaster.server.job.BulkSelection;
import io.quartermaster.server.job.JobAuditIdsRequest;
import io.quartermaster.server.job.UnscheduleJobsRequest;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An action, and exactly one selection that fits it. */
public record PlanRequest(
        @Schema(description = "Unschedule, Reschedule or Acknowledge") @Nullable
        BulkAction action,

        @Schema(description = "Of Unschedule: ids of scheduled jobs, at most 200,000") @Nullable
        List<@Nullable UUID> jobIds,

        @Schema(description = "Of Reschedule and Acknowledge: JobHistoryIds, at most 200,000") @Nullable
        List<@Nullable Long> jobAuditIds,

        @Schema(description = "Over the fields of the list of scheduled jobs, or of the job history") @Nullable
        String query,

        @Schema(description = "Why; for the record, at most 1,000 characters") @Nullable
        String reason) {

    /** @throws CommandException MALFORMED, SELECTION */
    PlanOrder toOrder() {
        if (action == null || action == BulkAction.UNDO) {
            throw new CommandException(ErrorKind.MALFORMED, "Action must be Unschedule, Reschedule or Acknowledge.");
        }
        return new PlanOrder(action, selection(action), Reasons.checked(reason));
    }

    private BulkSelection selection(BulkAction chosen) {
        boolean ofJobs = chosen == BulkAction.UNSCHEDULE;
        List<?> notForIt = ofJobs ? jobAuditIds : jobIds;
        if (notForIt != null && !notForIt.isEmpty()) {
            throw new CommandException(
                    ErrorKind.SELECTION,
                    chosen.title() + " takes " + (ofJobs ? "JobIds" : "JobAuditIds") + " or Query, not "
                            + (ofJobs ? "JobAuditIds." : "JobIds."));
        }
        return ofJobs
                ? new UnscheduleJobsRequest(jobIds, query).toSelection()
                : new JobAuditIdsRequest(jobAuditIds, query).toSelection();
    }
}
