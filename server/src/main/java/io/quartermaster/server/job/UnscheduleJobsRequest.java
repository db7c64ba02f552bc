package io.quartermaster.server.job;

import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Exactly one of the two. Typed clients send both keys; null, an empty list and a blank query count as not given. */
@Schema(description = "Which jobs: a list of ids, or a query. Exactly one of the two.")
public record UnscheduleJobsRequest(
        @Schema(description = "Ids of scheduled jobs, at most 200,000") @Nullable
        List<@Nullable UUID> jobIds,

        @Schema(
                description = "Over the fields of GET /OrchestratorJobs/ScheduledJobs, "
                        + "e.g. JobType -contains \"Management\" AND Requested -lt \"%TODAY-7%\"")
        @Nullable
        String query) {

    /** @throws io.quartermaster.server.error.CommandException SELECTION, MALFORMED */
    public JobSelection toSelection() {
        return Either.listOrQuery("JobIds", jobIds, query, JobSelection.ById::new, JobSelection.ByQuery::new);
    }
}
