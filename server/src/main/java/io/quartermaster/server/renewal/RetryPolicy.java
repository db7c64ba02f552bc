package io.quartermaster.server.renewal;

import java.time.Duration;
import java.time.Instant;

/**
 * When something that failed is tried again: after five minutes, ten, twenty, and so on up to six hours.
 *
 * @param retriesMax how often
 */
record RetryPolicy(int retriesMax) {
    static final Duration WAIT_FIRST = Duration.ofMinutes(5);
    static final Duration WAIT_MAX = Duration.ofHours(6);
    private static final int DOUBLINGS_MAX = 10;

    /** @param failures one after the other, at least one */
    boolean isOver(int failures) {
        return failures > retriesMax;
    }

    Instant next(int failures, Instant now) {
        Duration wait = WAIT_FIRST.multipliedBy(1L << Math.min(failures - 1, DOUBLINGS_MAX));
        return now.plus(wait.compareTo(WAIT_MAX) > 0 ? WAIT_MAX : wait);
    }
}
