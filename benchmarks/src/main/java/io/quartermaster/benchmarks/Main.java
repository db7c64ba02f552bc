package io.quartermaster.benchmarks;

import java.util.Arrays;
import java.util.List;

/** {@code ./qm bench [name]}: runs one benchmark, or says which there are. */
public final class Main {
    private static final List<String> NAMES = List.of("unschedule", "cancel", "lists");

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 0 || !NAMES.contains(arguments[0])) {
            System.err.println("Usage: ./qm bench NAME, where NAME is one of: " + String.join(", ", NAMES));
            System.exit(arguments.length == 0 ? 0 : 1);
        }
        boolean quick = Arrays.asList(arguments).contains("--quick");
        try (BenchDatabase database = BenchDatabase.start()) {
            switch (arguments[0]) {
                case "unschedule" -> new UnscheduleBenchmark(database, quick).run();
                case "cancel" -> new CancelBenchmark(database, quick).run();
                default -> new ListsBenchmark(database, quick).run();
            }
        }
    }
}
