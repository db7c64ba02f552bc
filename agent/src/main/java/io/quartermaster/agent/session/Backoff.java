package io.quartermaster.agent.session;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait after a failure: twice as long each time, up to a limit, and of that a random part between half and
 * all, so that a thousand agents do not come back in the same second.
 *
 * <p>One thread at a time.
 */
public final class Backoff {
    private final Timing timing;
    private final RandomGenerator random;
    private int failures;

    public Backoff(Timing timing, RandomGenerator random) {
        this.timing = timing;
        this.random = random;
    }

    /**
     * The two ends of the waiting.
     *
     * @param first after the first failure, at most
     * @param max after many, at most
     */
    public record Timing(Duration first, Duration max) {
        /** What a running agent uses. */
        public static final Timing STANDARD = new Timing(Duration.ofSeconds(1), Duration.ofSeconds(60));
    }

    /** Counts one more failure and says how long to wait. */
    public Duration next() {
        Duration whole = timing.max();
        // 2^20 times the first wait is days; a larger power could overflow.
        if (failures < 20) {
            Duration doubled = timing.first().multipliedBy(1L << failures);
            whole = doubled.compareTo(whole) < 0 ? doubled : whole;
        }
        failures++;
        long half = whole.toMillis() / 2;
        return Duration.ofMillis(half + random.nextLong(half + 1));
    }

    /** After a success. */
    public void reset() {
        failures = 0;
    }

    /** Failures since the last success. */
    public int failures() {
        return failures;
    }
}
