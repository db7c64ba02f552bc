package io.quartermaster.benchmarks;

/**
 * The median run of a way.
 *
 * @param cpuSeconds of all processes that took part
 */
record Measured(String title, long operations, double seconds, double cpuSeconds) {
    private static final double MICROS = 1e6;

    double perSecond() {
        return operations / seconds;
    }

    double secondsEach() {
        return seconds / operations;
    }

    /** CPU of one operation, in microseconds. */
    double cpuMicros() {
        return cpuSeconds * MICROS / operations;
    }
}
