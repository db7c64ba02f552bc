package io.quartermaster.server.security;

import java.time.Duration;

/** So many sign-ins to one account failed from one address that the next has to wait, whether its password is right or not. */
public final class TooManyFailures extends RuntimeException {
    private final Duration pauseLeft;

    TooManyFailures(Duration pauseLeft) {
        super("too many failed sign-ins");
        this.pauseLeft = pauseLeft;
    }

    /** Positive. */
    public Duration pauseLeft() {
        return pauseLeft;
    }
}
