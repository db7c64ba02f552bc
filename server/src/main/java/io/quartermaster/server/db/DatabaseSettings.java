package io.quartermaster.server.db;

import java.time.Duration;

/**
 * How transactions behave.
 *
 * @param attemptsMax how often a transaction is tried in all, when PostgreSQL asks for another attempt; 1 to 100
 * @param pauseFirst the longest pause before the second attempt; it doubles with each further one
 * @param pauseMax the longest pause before any attempt
 * @param statementTimeMax after which a statement is cancelled; whole seconds, at least one
 */
public record DatabaseSettings(int attemptsMax, Duration pauseFirst, Duration pauseMax, Duration statementTimeMax) {
    public static final int ATTEMPTS_LIMIT = 100;

    public static final DatabaseSettings DEFAULT =
            new DatabaseSettings(10, Duration.ofMillis(10), Duration.ofSeconds(1), Duration.ofSeconds(60));

    public DatabaseSettings {
        if (attemptsMax < 1 || attemptsMax > ATTEMPTS_LIMIT) {
            throw new IllegalArgumentException("attemptsMax is " + attemptsMax + ", not 1 to " + ATTEMPTS_LIMIT + ".");
        }
        if (pauseFirst.isNegative() || pauseMax.compareTo(pauseFirst) < 0) {
            throw new IllegalArgumentException("pauseFirst is " + pauseFirst + " and pauseMax " + pauseMax
                    + "; expected 0 or more, and pauseMax not shorter than pauseFirst.");
        }
        long seconds = statementTimeMax.toSeconds();
        if (seconds < 1 || !statementTimeMax.equals(Duration.ofSeconds(seconds))) {
            throw new IllegalArgumentException(
                    "statementTimeMax is " + statementTimeMax + ", not whole seconds and at least one.");
        }
    }
}
