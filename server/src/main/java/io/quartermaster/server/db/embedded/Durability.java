package io.quartermaster.server.db.embedded;

/** What a power failure may cost. */
public enum Durability {
    /** Nothing that was committed. */
    SAFE(true),
    /** The whole database. Faster; for tests, whose data nobody misses. */
    LOST_WITH_THE_MACHINE_FOR_TESTS(false);

    private final boolean fsync;

    Durability(boolean fsync) {
        this.fsync = fsync;
    }

    boolean fsync() {
        return fsync;
    }
}
