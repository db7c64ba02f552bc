package io.quartermaster.benchmarks;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** What was measured, as lines for people. */
record Table(List<String> headings, List<List<String>> rows) {

    /** The usual one. */
    static Table of(Collection<Measured> measured) {
        return new Table(
                List.of("way", "operations", "seconds", "per second", "CPU of one"),
                measured.stream().map(Table::row).toList());
    }

    private static List<String> row(Measured of) {
        return List.of(
                of.title(),
                String.format(Locale.ROOT, "%,d", of.operations()),
                String.format(Locale.ROOT, "%.3f", of.seconds()),
                String.format(Locale.ROOT, "%,.0f", of.perSecond()),
                String.format(Locale.ROOT, "%,.0f µs", of.cpuMicros()));
    }

    /** In Markdown, with a line break at its end. */
    String text() {
        StringBuilder text = new StringBuilder(head(headings));
        rows.forEach(row -> text.append(line(row)));
        return text.toString();
    }

    /** The first two lines. */
    static String head(List<String> headings) {
        return line(headings) + "|" + "---|".repeat(headings.size()) + "\n";
    }

    /** One line, with its break. */
    static String line(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }
}
