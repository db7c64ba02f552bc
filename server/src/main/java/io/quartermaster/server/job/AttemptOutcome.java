package io.quartermaster.server.job;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt ended, and when the job is tried again or runs next.
 *
 * @param retryAt null when it is not tried again
 * @param skip a run that came due meanwhile and is dropped; null for none
 */
record AttemptOutcome(
        Attempt attempt,
        Conclusion conclusion,
        @Nullable Instant retryAt,
        @Nullable Skip skip) {

    /**
     * A run that does not take place.
     *
     * @param due when it would have been
     * @param next the one that does
     */
    record Skip(Instant due, NextRuns.Run next) {}
}
