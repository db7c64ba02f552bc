package io.quartermaster.benchmarks;

/** How much is measured. */
enum Size {
    /** Seconds each: shows that it works, and an order of magnitude. */
    QUICK,
    /** What the figures are told of. */
    FULL;

    /** The value for this size. */
    <T> T of(T quick, T full) {
        return this == QUICK ? quick : full;
    }
}
