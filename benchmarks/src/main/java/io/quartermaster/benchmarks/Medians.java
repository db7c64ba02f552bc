package io.quartermaster.benchmarks;

import java.util.Collection;
import java.util.Map;
import java.util.Objects;

/** The median run of each way of one benchmark. */
record Medians(Map<Way, Measured> byWay) {

    Collection<Measured> all() {
        return byWay.values();
    }

    Measured of(Way way) {
        return Objects.requireNonNull(byWay.get(way), way::title);
    }

    /** How many times the time of the other one takes for an operation; so the other's rate divided by its own. */
    double slower(Way one, Way other) {
        return of(one).secondsEach() / of(other).secondsEach();
    }
}
