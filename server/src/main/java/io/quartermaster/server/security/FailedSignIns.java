package io.quartermaster.server.security;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Slows down whoever tries passwords: after {@link #FREE} failures for one account from one address, each further try
 * has to wait {@link #PAUSE}.
 *
 * <p>Counted per account and address, so that nobody can lock out somebody who signs in from elsewhere. Kept in memory:
 * with several servers, each counts for itself.
 *
 * <p>Safe for many threads.
 */
final class FailedSignIns {
    static final int FREE = 10;
    static final Duration PAUSE = Duration.ofMinutes(1);

    /** After so long without a failure everything is forgotten. */
    static final Duration REMEMBERED = Duration.ofMinutes(15);

    /** Beyond this the oldest is forgotten. */
    static final int ENTRIES_MAX = 10_000;

    private record Key(String account, String address) {}

    private record Failures(int count, Instant last) {}

    private final InstantSource clock;

    /** Oldest failure first: each failure takes its entry out and puts it back at the end. */
    private final Map<Key, Failures> failures = new LinkedHashMap<>();

    FailedSignIns(InstantSource clock) {
        this.clock = clock;
    }

    /** How long this account has to wait at this address; empty for not at all. */
    synchronized Optional<Duration> pauseLeft(String account, String address) {
        Failures found = failures.get(new Key(AccountName.key(account), address));
        if (found == null || found.count < FREE) {
            return Optional.empty();
        }
        Duration left = Duration.between(clock.instant(), found.last.plus(PAUSE));
        return left.isPositive() ? Optional.of(left) : Optional.empty();
    }

    /** @return the number of failures in a row, this one included */
    synchronized int failed(String account, String address) {
        Instant now = clock.instant();
        failures.entrySet()
                .removeIf(entry -> entry.getValue().last.plus(REMEMBERED).isBefore(now));
        Key key = new Key(AccountName.key(account), address);
        Failures before = failures.remove(key);
        int count = before == null ? 1 : before.count + 1;
        failures.put(key, new Failures(count, now));
        if (failures.size() > ENTRIES_MAX) {
            failures.remove(failures.keySet().iterator().next());
        }
        return count;
    }

    synchronized void succeeded(String account, String address) {
        failures.remove(new Key(AccountName.key(account), address));
    }
}
