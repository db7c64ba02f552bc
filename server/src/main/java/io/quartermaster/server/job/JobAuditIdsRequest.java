package io.quartermaster.server.job;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Exactly one of the two. Typed clients send both keys; null, an empty list and a blank query count as not given. */
@Schema(description = "Which rows of the job history: a list of their ids, or a query. Exactly one of the two.")
public record JobAuditIdsRequest(
        @Schema(description = "JobHistoryIds, at most 200,000") @Nullable
        List<@Nullable Long> jobAuditIds,

        @Schema(
                description = "Over the fields of GET /OrchestratorJobs/JobHistory, "
                        + "e.g. Result -eq \"4\" AND Status -eq \"3\"")
        @Nullable
        String query) {

    /** @throws io.quartermaster.server.error.CommandException SELECTION, MALFORMED */
    public AttemptSelection toSelection() {
        return Either.listOrQuery(
                "JobAuditIds", jobAuditIds, query, AttemptSelection.ById::new, AttemptSelection.ByQuery::new);
    }
}
