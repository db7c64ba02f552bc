package io.quartermaster.benchmarks;

/** One way to do a piece of work: the limit, a peer, or ours. */
interface Way {
    String title();

    /** Before each run; not measured. */
    default void prepare() throws Exception {}

    /**
     * Measured.
     *
     * @return how many operations were done
     */
    long run() throws Exception;

    /**
     * After each run; not measured.
     *
     * @throws IllegalStateException when the work was not done
     */
    default void check() throws Exception {}

    /** Ends what it runs by itself. */
    default void stop() throws Exception {}
}
