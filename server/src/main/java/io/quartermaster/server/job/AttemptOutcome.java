package io.quartermaster.server.job;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt ended, and when the job is tried again.
 *
 * @param retryAt null when it is not
 */
record AttemptOutcome(
        Attempt attempt, Conclusion conclusion, @Nullable Instant retryAt) {}
