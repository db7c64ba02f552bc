package io.quartermaster.benchmarks;

import java.util.List;

/** What is told of several runs: the one in the middle, which a disturbed run does not move. */
final class Median {
    private Median() {}

    /** @throws IllegalArgumentException without a run */
    static double of(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("There was no run.");
        }
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
