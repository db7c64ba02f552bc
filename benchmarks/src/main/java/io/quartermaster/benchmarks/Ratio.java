package io.quartermaster.benchmarks;

import java.util.Locale;

/**
 * What a benchmark is about: two figures of one run, or one with a limit.
 *
 * @param words what is divided by what, with the unit if it is no ratio
 * @param wanted what it must reach, for people; empty when it is only told
 */
record Ratio(String words, double value, String wanted, boolean reached) {

    static Ratio atLeast(String words, double value, double target) {
        return new Ratio(words, value, "at least " + number(target), value >= target);
    }

    static Ratio atMost(String words, double value, double target) {
        return new Ratio(words, value, "at most " + number(target), value <= target);
    }

    static Ratio told(String words, double value) {
        return new Ratio(words, value, "", true);
    }

    boolean hasTarget() {
        return !wanted.isEmpty();
    }

    String valueText() {
        return number(value);
    }

    String verdict() {
        if (!hasTarget()) {
            return "";
        }
        return reached ? "reached" : "**missed**";
    }

    private static String number(double value) {
        boolean whole = value == Math.rint(value);
        return String.format(Locale.ROOT, whole || Math.abs(value) >= 100 ? "%,.0f" : "%.2f", value);
    }
}
