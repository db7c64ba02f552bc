package io.quartermaster.server.operation;

import io.quartermaster.server.job.AttemptSelection;
import io.quartermaster.server.job.BulkAction;
import io.quartermaster.server.job.BulkSelection;
import io.quartermaster.server.job.JobSelection;
import io.quartermaster.server.query.QueryContext;
import io.quartermaster.server.query.SqlCondition;
import org.jspecify.annotations.Nullable;

/**
 * What a plan is to be made of.
 *
 * @param selection of jobs for an unschedule, of rows of the history for the others
 */
public record PlanOrder(
        BulkAction action,
        BulkSelection selection,
        @Nullable String reason) {

    /** Null for a list of ids. */
    @Nullable
    String query() {
        return switch (selection) {
            case JobSelection.ByQuery(String query) -> query;
            case AttemptSelection.ByQuery(String query) -> query;
            default -> null;
        };
    }

    SqlCondition condition(QueryContext context) {
        return switch (selection) {
            case JobSelection jobs -> jobs.condition(context);
            case AttemptSelection attempts -> attempts.condition(context);
        };
    }
}
