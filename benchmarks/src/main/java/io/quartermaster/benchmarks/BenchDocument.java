package io.quartermaster.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code docs/benchmarks.md}: a table of all that must be reached, then one part for each benchmark, each with the commit,
 * day and machine of its last run. A benchmark that is measured anew takes the place of its part; the others stay.
 */
final class BenchDocument {
    private static final Path FILE = Path.of("docs", "benchmarks.md");
    private static final String PART = "<!-- benchmark: ";
    private static final String PART_END = " -->";
    private static final String ALL = "`./qm bench --all` ran last ";

    private final List<String> order;
    private final Map<String, String> texts = new LinkedHashMap<>();
    private final Map<String, List<String>> summary = new LinkedHashMap<>();
    private String all = "";

    private BenchDocument(List<String> order) {
        this.order = order;
    }

    /** @param order the names of the benchmarks, as they are to stand in it */
    static BenchDocument read(List<String> order) throws IOException {
        BenchDocument document = new BenchDocument(order);
        if (Files.exists(FILE)) {
            document.parse(Files.readAllLines(FILE));
        }
        return document;
    }

    private void parse(List<String> lines) {
        String part = "";
        for (String line : lines) {
            if (line.startsWith(PART)) {
                part = line.substring(PART.length(), line.length() - PART_END.length());
                texts.put(part, "");
            } else if (!part.isEmpty()) {
                texts.merge(part, line + "\n", String::concat);
            } else if (line.startsWith(ALL)) {
                all = line;
            } else {
                order.stream()
                        .filter(name -> line.startsWith("| " + name + " |"))
                        .forEach(name -> summary.computeIfAbsent(name, _ -> new ArrayList<>())
                                .add(line));
            }
        }
    }

    void put(String name, Outcome outcome) throws IOException {
        texts.put(name, outcome.text());
        summary.put(name, outcome.summary().stream().map(Table::line).toList());
        write();
    }

    /** @param words when all of them were run one after the other, and how long that took */
    void allRan(String words) throws IOException {
        all = ALL + words;
        write();
    }

    private void write() throws IOException {
        StringBuilder text = new StringBuilder("""
                # Benchmarks

                Written by `./qm bench --all`, or `./qm bench NAME --write` for one of them. Limit, peers and ours are measured in the
                same run (each benchmark in a process of its own), in rotating order, on the same PostgreSQL with the same
                connections; a figure is the median of its runs. CPU is that of all processes that took part, the database too.
                Absolute figures are those of the machine and its load on that day; the ratios are what counts. Each part says when,
                where and of which commit it was measured. `./qm bench --quick` runs all of them small.

                """);
        if (!all.isEmpty()) {
            text.append(all).append("\n\n");
        }
        text.append("## What must be reached\n\n")
                .append(Table.head(List.of("benchmark", "ratio", "measured", "must be", "")));
        order.forEach(name -> summary.getOrDefault(name, List.of())
                .forEach(line -> text.append(line.strip()).append('\n')));
        order.stream()
                .filter(texts::containsKey)
                .forEach(name -> text.append('\n')
                        .append(PART)
                        .append(name)
                        .append(PART_END)
                        .append('\n')
                        .append(texts.getOrDefault(name, "").strip())
                        .append('\n'));
        Files.writeString(FILE, text);
    }
}
