package io.quartermaster.server.sim;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The one clock of a simulated world. It goes forward only. */
final class SimulatedClock implements InstantSource {
    private Instant now;

    SimulatedClock(Instant now) {
        this.now = now;
    }

    @Override
    public Instant instant() {
        return now;
    }

    void advance(Duration by) {
        now = now.plus(by);
    }

    void advanceTo(Instant time) {
        if (time.isAfter(now)) {
            now = time;
        }
    }
}
