package io.quartermaster.benchmarks;

import java.util.Arrays;
import java.util.stream.LongStream;

/** How long calls took, and in which second they were due. Safe for many threads. */
final class Latencies {
    private static final long NANOS_OF_A_SECOND = 1_000_000_000L;
    private static final double NANOS_OF_A_MILLI = 1e6;
    private static final int FIRST_SIZE = 1 << 16;

    private final long began;
    private long[] nanos = new long[FIRST_SIZE];
    private final long[] bySecond;
    private int count;
    private long errors;
    private boolean sorted;

    /** @param began of the monotonic clock; seconds count from here */
    Latencies(long began, int secondsMax) {
        this.began = began;
        this.bySecond = new long[secondsMax];
    }

    /**
     * Counts a call that succeeded.
     *
     * @param due when it was to be made, which the server knows nothing of: waiting for a connection counts
     */
    synchronized void add(long due, long done) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = done - due;
        sorted = false;
        int second = (int) ((due - began) / NANOS_OF_A_SECOND);
        bySecond[Math.clamp(second, 0, bySecond.length - 1)]++;
    }

    synchronized void addError() {
        errors++;
    }

    synchronized long errors() {
        return errors;
    }

    synchronized long count() {
        return count;
    }

    /** In milliseconds; 0 when there was none. */
    synchronized double millis(double share) {
        if (count == 0) {
            return 0;
        }
        if (!sorted) {
            Arrays.sort(nanos, 0, count);
            sorted = true;
        }
        return nanos[(int) Math.min(count - 1L, (long) (share * count))] / NANOS_OF_A_MILLI;
    }

    /** Calls that were due in the busiest of some seconds. */
    synchronized long busiest(int from, int to) {
        return LongStream.of(bySecond).skip(from).limit(to - from).max().orElse(0);
    }

    synchronized double mean(int from, int to) {
        return LongStream.of(bySecond).skip(from).limit(to - from).average().orElse(0);
    }
}
