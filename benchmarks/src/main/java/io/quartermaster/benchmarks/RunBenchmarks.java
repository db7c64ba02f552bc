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
import java.util.Locale;
import java.util.Properties;

/** Runs benchmarks. */
final class RunBenchmarks {
    static final String QUICK = "--quick";

    /** Between processes of this program: where to leave the {@link Outcome}. */
    static final String OUTCOME = "--outcome=";

    private static final DateTimeFormatter DAY = DateTimeFormatter.ISO_LOCAL_DATE.withZone(ZoneOffset.UTC);

    private final Size size;
    private boolean allSucceeded = true;

    RunBenchmarks(Size size) {
        this.size = size;
    }

    /**
     * In a process of its own: what an earlier one left behind (threads of the peers, a grown heap, compiled code) is no part of
     * it. One that fails is reported as failed, and the others are run all the same.
     */
    Outcome run(Benchmark benchmark) throws IOException, InterruptedException {
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
            Outcome outcome = code == 0 && Files.size(file) > 0
                    ? Outcome.read(file)
                    : Outcome.failed(benchmark, "its process ended with " + code);
            allSucceeded &= outcome.succeeded();
            return outcome;
        } finally {
            Files.delete(file);
        }
    }

    /** Here and now. */
    static Outcome measure(Benchmark benchmark, Size size) throws IOException {
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
                        Locale.ROOT,
                        "%nMeasured on %s, commit %s, on %s; load of the machine before: %.1f. It took %d s.%n",
                        DAY.format(start),
                        commit(),
                        Machine.words(),
                        load,
                        Duration.between(start, clock.instant()).toSeconds());
        System.out.printf("%n%s", text);
        return new Outcome(text, outcome.summary(), outcome.succeeded());
    }

    boolean allSucceeded() {
        return allSucceeded;
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
