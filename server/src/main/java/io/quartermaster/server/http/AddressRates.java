package io.quartermaster.server.http;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often one address may ask for public pages: so many requests for each second, and twice as many at once. In memory:
 * with several servers, each counts for itself.
 *
 * <p>Safe for many threads.
 */
@Singleton
final class AddressRates {
    /** Beyond this the address that asked longest ago is forgotten, which forgives it at most one second. */
    static final int ADDRESSES_MAX = 10_000;

    private static final int SECONDS_AT_ONCE = 2;

    private record Allowance(double requests, Instant at) {}

    private final double perSecond;
    private final InstantSource clock;
    private final Map<String, Allowance> allowances = new LinkedHashMap<>();

    AddressRates(HttpSettings settings, InstantSource clock) {
        this.perSecond = settings.publicRequestsPerSecondMax();
        this.clock = clock;
    }

    /** @return false when the address has to wait */
    synchronized boolean admit(String address) {
        Instant now = clock.instant();
        Allowance before = allowances.remove(address);
        double left = before == null ? SECONDS_AT_ONCE * perSecond : refilled(before, now);
        boolean admitted = left >= 1;
        allowances.put(address, new Allowance(admitted ? left - 1 : left, now));
        if (allowances.size() > ADDRESSES_MAX) {
            allowances.remove(allowances.keySet().iterator().next());
        }
        return admitted;
    }

    private double refilled(Allowance before, Instant now) {
        double seconds = Math.max(0, Duration.between(before.at, now).toNanos() / 1e9);
        return Math.min(SECONDS_AT_ONCE * perSecond, before.requests + seconds * perSecond);
    }
}
