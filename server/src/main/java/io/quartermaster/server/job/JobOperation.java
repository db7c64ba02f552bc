package io.quartermaster.server.job;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody did to a set of jobs.
 *
 * @param reason as given; null when none was
 * @param selection the query, or how many ids
 * @param jobs how many were changed; of a reschedule and an acknowledgement, rows of the history
 * @param planId the plan that it applied; null without one
 * @param undoOf of an undo, the unschedule that it took back
 * @param undoneBy of an unschedule, the undo that took it back; null as long as none did
 * @param jobsKeptUntil until then it is known which jobs these were, and an unschedule can be undone
 */
public record JobOperation(
        UUID id,
        BulkAction action,
        Instant at,
        String actor,
        @Nullable String reason,
        String selection,
        long jobs,
        int agents,
        @Nullable UUID planId,
        @Nullable UUID undoOf,
        @Nullable UUID undoneBy,
        Instant jobsKeptUntil) {

    /** The same with what it came to. */
    JobOperation changing(long jobs, int agents) {
        return new JobOperation(
                id, action, at, actor, reason, selection, jobs, agents, planId, undoOf, undoneBy, jobsKeptUntil);
    }
}
