package io.quartermaster.benchmarks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Measures ways against each other: each once to warm up, then in rotating order, so that none always follows the same. */
final class Rounds {
    private static final double NANOS = 1e9;

    private Rounds() {}

    /** The median run of each way, in the order of the ways. */
    static Medians run(List<? extends Way> ways, int rounds, CpuTime cpu) throws Exception {
        Map<Way, List<Measured>> runs = new LinkedHashMap<>();
        for (Way way : ways) {
            runs.put(way, new ArrayList<>());
            measure(way, cpu);
        }
        for (int round = 0; round < rounds; round++) {
            for (int turn = 0; turn < ways.size(); turn++) {
                Way way = ways.get((round + turn) % ways.size());
                Measured measured = measure(way, cpu);
                runs.computeIfAbsent(way, none -> new ArrayList<>()).add(measured);
                System.out.printf(
                        Locale.ROOT,
                        "  round %d  %-40s %8.3f s  %,12.0f/s%n",
                        round + 1,
                        way.title(),
                        measured.seconds(),
                        measured.perSecond());
            }
        }
        Map<Way, Measured> medians = new LinkedHashMap<>();
        runs.forEach((way, all) -> medians.put(way, median(all)));
        return new Medians(medians);
    }

    private static Measured measure(Way way, CpuTime cpu) throws Exception {
        way.prepare();
        double cpuBefore = cpu.seconds();
        long start = System.nanoTime();
        long operations = way.run();
        double seconds = (System.nanoTime() - start) / NANOS;
        double cpuSeconds = cpu.seconds() - cpuBefore;
        way.check();
        return new Measured(way.title(), operations, seconds, cpuSeconds);
    }

    /** Of the time for one operation: a way may do another number of them each time. */
    private static Measured median(List<Measured> runs) {
        return runs.stream()
                .sorted(Comparator.comparingDouble(Measured::secondsEach))
                .toList()
                .get(runs.size() / 2);
    }
}
