package io.quartermaster.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** {@code ./qm bench}: says which benchmarks there are, runs one or all of them. */
public final class Main {
    private static final List<Benchmark> BENCHMARKS = List.of(
            new UnscheduleBenchmark(),
            new CancelBenchmark(),
            new ScheduleBenchmark(),
            new HandoutBenchmark(),
            new InterferenceBenchmark(),
            new BacklogBenchmark(),
            new ListsBenchmark(),
            new IdleBenchmark(),
            new FleetBenchmark(),
            new MemoryBenchmark(),
            new TlsBenchmark());

    /** Of a date as ISO 8601 writes it. */
    private static final int DAY_LENGTH = 10;

    private static final int FAILED = 1;
    private static final int WRONG_USE = 2;

    private Main() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        logWarningsOnly();
        InstantSource clock = InstantSource.system();
        List<String> words = new ArrayList<>(List.of(arguments));
        Optional<Path> outcome = words.stream()
                .filter(word -> word.startsWith(RunBenchmarks.OUTCOME))
                .findFirst()
                .map(word -> Path.of(word.substring(RunBenchmarks.OUTCOME.length())));
        words.removeIf(word -> word.startsWith(RunBenchmarks.OUTCOME));
        Size size = words.remove(RunBenchmarks.QUICK) ? Size.QUICK : Size.FULL;
        boolean all = words.remove("--all") || (size == Size.QUICK && words.isEmpty());
        boolean write = (words.remove("--write") || all) && size == Size.FULL;
        List<Benchmark> wanted = BENCHMARKS.stream()
                .filter(benchmark -> all || words.remove(benchmark.name()))
                .toList();
        if (!words.isEmpty() || wanted.isEmpty()) {
            explain();
            System.exit(arguments.length == 0 ? 0 : WRONG_USE);
        }
        if (outcome.isPresent()) {
            RunBenchmarks.measure(wanted.getFirst(), size).write(outcome.get());
            System.exit(0);
        }
        Instant begun = clock.instant();
        RunBenchmarks run = new RunBenchmarks(size);
        BenchDocument document =
                BenchDocument.read(BENCHMARKS.stream().map(Benchmark::name).toList());
        for (Benchmark benchmark : wanted) {
            Outcome measured = run.run(benchmark);
            if (write) {
                // After each: whoever stops it half-way has what was measured until then.
                document.put(benchmark.name(), measured);
            }
        }
        if (all && write) {
            document.allRan(String.format(
                    "on %s, in %d minutes.",
                    begun.truncatedTo(ChronoUnit.DAYS).toString().substring(0, DAY_LENGTH),
                    Duration.between(begun, clock.instant()).toMinutes()));
        }
        System.exit(run.allSucceeded() ? 0 : FAILED);
    }

    /**
     * Where nobody says what is to be logged, the logging of the server keeps all of it until somebody does, down to every
     * parameter of every statement: that would be measured too.
     */
    private static void logWarningsOnly() {
        System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
        Logger.getLogger("").setLevel(Level.WARNING);
    }

    private static void explain() {
        System.err.println("""
                Usage: ./qm bench NAME ... [--quick] [--write]
                                              --write puts what was measured into docs/benchmarks.md, unless it was --quick
                       ./qm bench --all       all of them, in less than an hour; writes docs/benchmarks.md
                       ./qm bench --quick     all of them, small, in less than 5 minutes

                Benchmarks:""");
        BENCHMARKS.forEach(benchmark -> System.err.printf("  %-12s %s%n", benchmark.name(), benchmark.what()));
    }
}
