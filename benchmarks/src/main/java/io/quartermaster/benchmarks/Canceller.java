package io.quartermaster.benchmarks;

/** A scheduler that can put jobs on its schedule for a later day, and take them off again by their ids. */
interface Canceller {
    String title();

    /** Not measured. Puts that many jobs on the schedule and remembers their ids. */
    void fill(int jobs) throws Exception;

    /** Measured. Takes all of those off, in the way its manual recommends. */
    void cancel() throws Exception;

    /** How many of those are left. */
    long left() throws Exception;

    /** Ends what it runs by itself. */
    default void stop() throws Exception {}
}
