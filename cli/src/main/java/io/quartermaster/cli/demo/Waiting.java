package io.quartermaster.cli.demo;

import io.quartermaster.cli.Pause;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** Waits for what others do, by looking again and again. */
final class Waiting {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    private final InstantSource clock;
    private final Pause pause;

    Waiting(InstantSource clock, Pause pause) {
        this.clock = clock;
        this.pause = pause;
    }

    /**
     * Waits until a look finds something.
     *
     * @param what for the message, as in "the agent to appear"
     * @throws DemoFailure when the limit is over
     */
    <T> T until(String what, Duration limit, Supplier<Optional<T>> look) throws InterruptedException {
        return within(limit, look)
                .orElseThrow(() -> new DemoFailure("Waited " + limit.toSeconds() + " s for " + what + ", in vain."));
    }

    /** The same; empty when the limit is over. */
    <T> Optional<T> within(Duration limit, Supplier<Optional<T>> look) throws InterruptedException {
        Instant end = clock.instant().plus(limit);
        while (true) {
            Optional<T> found = look.get();
            if (found.isPresent() || !clock.instant().isBefore(end)) {
                return found;
            }
            pause.sleep(BETWEEN_LOOKS);
        }
    }
}
