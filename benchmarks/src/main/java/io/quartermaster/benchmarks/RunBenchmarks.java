package io.quartermaster.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
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

/** Runs benchmarks one after the other, and writes their reports into one document. */
final class RunBenchmarks {
    static final String QUICK = "--quick";

    /** Between processes of this program: where to leave the {@link Outcome}. */
    static final String OUTCOME = "--outcome=";

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

    /**
     * In a process of its own: what an earlier one left behind (threads of the peers, a grown heap, compiled code) is no part of
     * it. One that fails is reported as failed, and the others are run all the same.
     */
    void run(Benchmark benchmark) throws IOException, InterruptedException {
        Path file = Files.createTempFile("qm-bench-outcome-", ".json");
        try {
            List<String> command = new ArrayList<>();
            command.add(ProcessHandle.current().info().command().orElse("java"));
            command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
            command.addAll(List.of(OUTCOME + file, benchmark.name()));
            if (size == Size.QUICK) {
                command.add(QUICK);
            }
            int code = new ProcessBuilder(command).inheritIO().start().waitFor();
            add(
                    code == 0 || Files.size(file) > 0
                            ? Outcome.read(file)
                            : Outcome.failed(benchmark, "its process ended with " + code));
        } finally {
            Files.delete(file);
        }
    }

    private void add(Outcome outcome) {
        summary.addAll(outcome.summary());
        texts.add(outcome.text());
        allSucceeded &= outcome.succeeded();
    }

    /** Here and now. */
    static Outcome measure(Benchmark benchmark, Size size) {
        System.out.printf("%n%s: %s%n", benchmark.name(), benchmark.what());
        InstantSource clock = InstantSource.system();
        Instant start = clock.instant();
        double load = Machine.load();
        Outcome outcome;
        try {
            Report report = benchmark.run(size);
            outcome = new Outcome(
                    report.text(),
                    report.ratios().stream()
                            .filter(Ratio::hasTarget)
                            .map(ratio -> List.of(
                                    benchmark.name(),
                                    ratio.words(),
                                    ratio.valueText(),
                                    ratio.wanted(),
                                    ratio.verdict()))
                            .toList(),
                    true);
        } catch (Exception e) {
            e.printStackTrace();
            outcome = Outcome.failed(benchmark, String.valueOf(e.getMessage()));
        }
        String text = outcome.text()
                + String.format(
                        "%nLoad of the machine before: %.1f. It took %d s.%n",
                        load, Duration.between(start, clock.instant()).toSeconds());
        System.out.printf("%n%s", text);
        return new Outcome(text, outcome.summary(), outcome.succeeded());
    }

    boolean allSucceeded() {
        return allSucceeded;
    }

    void write(Path document) throws IOException {
        Files.writeString(document, """
                # Benchmarks

                Written by `./qm bench --all` on %s, commit %s, in %d minutes, on %s. Limit, peers and ours are measured in the same
                run (each benchmark in a process of its own), in rotating order, on the same PostgreSQL with the same connections; a figure is the median of its runs. CPU is
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
