package io.quartermaster.cli;

import java.time.Duration;

/** How a thread waits. A seam, so that tests need not. */
@FunctionalInterface
public interface Pause {
    /** Waits for so long, or returns early with {@link InterruptedException}. */
    void sleep(Duration duration) throws InterruptedException;
}
