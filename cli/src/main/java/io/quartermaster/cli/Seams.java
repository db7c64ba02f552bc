package io.quartermaster.cli;

import java.security.SecureRandom;
import java.time.InstantSource;

/** The one place where the commands get time, chance and pauses from; everything else takes them in its constructor. */
final class Seams {
    private Seams() {}

    static InstantSource systemClock() {
        return InstantSource.system();
    }

    static SecureRandom secureRandom() {
        return new SecureRandom();
    }

    static Pause systemPause() {
        return Thread::sleep;
    }
}
