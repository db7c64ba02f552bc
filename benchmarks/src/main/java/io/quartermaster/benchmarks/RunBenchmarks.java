package io.quartermaster.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** Runs benchmarks one after the other, prints each report, and writes them all into one document. */
final class RunBenchmarks {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ISO_LOCAL_DATE.withZone(ZoneOffset.UTC);

    private final Size size;
    private final InstantSource clock = InstantSource.system();
    private final Instant begun = clock.instant();
    private final String machine = Machine.words();
    private final List<String> texts = new ArrayList<>();
    private final List<List<String>> summary = new ArrayList<>();
    private boolean allSucceeded = true;

    RunBenchmarks(Size size) {
        this.size = size;
    }

    /** One that fails is reported as failed, and the others are run all the same. */
    void run(Benchmark benchmark) {
        System.out.printf("%n%s: %s%n", benchmark.name(), benchmark.what());
        Instant start = clock.instant();
        double load = Machine.load();
        String text;
        try {
            Report report = benchmark.run(size);
            report.ratios().stream()
                    .filter(Ratio::hasTarget)
                    .map(ratio -> List.of(
                            benchmark.name(), ratio.words(), ratio.valueText(), ratio.wanted(), ratio.verdict()))
                    .forEach(summary::add);
            text = report.text();
        } catch (Exception e) {
            allSucceeded = false;
            e.printStackTrace();
            summary.add(List.of(benchmark.name(), "all of it", "", "", "**failed**"));
            text = "## " + benchmark.name() + "\n\nFailed: " + e.getMessage() + "\n";
        }
        text += String.format(
                "%nLoad of the machine before: %.1f. It took %d s.%n",
                load, Duration.between(start, clock.instant()).toSeconds());
        System.out.printf("%n%s", text);
        texts.add(text);
    }

    boolean allSucceeded() {
        return allSucceeded;
    }

    void write(Path document) throws IOException {
        Files.writeString(document, """
                # Benchmarks

                Written by `./qm bench --all` on %s, commit %s, in %d minutes, on %s. Limit, peers and ours are measured in the same
                run, in rotating order, on the same PostgreSQL with the same connections; a figure is the median of its runs. CPU is
                that of all processes that took part, the database too. Absolute figures are those of this machine and its load; the
                ratios are what counts. `./qm bench NAME` repeats one, `./qm bench --quick` all of them small.

                ## What must be reached

                %s
                %s""".formatted(
                        DAY.format(begun),
                        commit(),
                        Duration.between(begun, clock.instant()).toMinutes(),
                        machine,
                        new Table(List.of("benchmark", "ratio", "measured", "must be", ""), summary).text(),
                        String.join("\n", texts)));
    }

    private static String commit() throws IOException {
        Properties build = new Properties();
        try (InputStream file =
                RunBenchmarks.class.getResourceAsStream("/io/quartermaster/server/start/build.properties")) {
            if (file != null) {
                build.load(file);
            }
        }
        return build.getProperty("build.commit", "unknown");
    }
}
