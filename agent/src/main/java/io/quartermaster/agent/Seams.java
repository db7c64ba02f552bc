package io.quartermaster.agent;

import io.quartermaster.agent.reenrollment.Pause;
import java.time.Clock;
import java.util.Random;
import java.util.random.RandomGenerator;

/** Real time and real chance, for the one place that starts the process; everything else is given both. */
final class Seams {
    private Seams() {}

    static Clock clock() {
        return Clock.systemUTC();
    }

    static Pause pause() {
        return Thread::sleep;
    }

    /** For waits that must not be the same on all machines; not for secrets. */
    static RandomGenerator random() {
        return new Random();
    }
}
