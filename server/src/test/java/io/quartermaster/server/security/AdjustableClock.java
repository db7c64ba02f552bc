package io.quartermaster.server.security;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Stands still until it is told to go on. */
final class AdjustableClock implements InstantSource {
    private Instant now = Instant.parse("2026-03-29T00:59:00Z");

    @Override
    public synchronized Instant instant() {
        return now;
    }

    synchronized void advance(Duration by) {
        now = now.plus(by);
    }
}
