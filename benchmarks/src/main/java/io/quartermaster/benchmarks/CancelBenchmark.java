package io.quartermaster.benchmarks;

import io.quartermaster.server.db.Database;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Takes 10,000 jobs off the schedule by their ids: ours among 100,000 others, the one raw statement that does the same, and
 * three libraries, each with nothing else on its schedule, on the same PostgreSQL and connections. The order rotates.
 */
final class CancelBenchmark {
    private static final int OTHERS = 100_000;

    private final int jobs;
    private final int rounds;
    private final OurJobs ours;
    private final List<Canceller> ways;

    CancelBenchmark(BenchDatabase bench, boolean quick) throws Exception {
        this.jobs = quick ? 1_000 : 10_000;
        this.rounds = quick ? 3 : 5;
        this.ours = new OurJobs(bench);
        Database database = bench.database();
        this.ways = List.of(
                new RawCanceller(ours, database),
                new OurCanceller(ours, OurJobs.unscheduleJobs(database), OurJobs.CALLER),
                new DbSchedulerCanceller(bench),
                new QuartzCanceller(bench),
                new JobRunrCanceller(bench));
    }

    void run() throws Exception {
        ours.addAgents();
        ours.add("Stays", OTHERS);
        Map<String, List<Double>> seconds = new LinkedHashMap<>();
        for (Canceller way : ways) {
            seconds.put(way.title(), new ArrayList<>());
            measure(way);
        }
        for (int round = 0; round < rounds; round++) {
            for (int turn = 0; turn < ways.size(); turn++) {
                Canceller way = ways.get((round + turn) % ways.size());
                double took = measure(way);
                seconds.getOrDefault(way.title(), List.of()).add(took);
                System.out.printf(Locale.ROOT, "  round %d  %-22s %7.3f s%n", round + 1, way.title(), took);
            }
        }
        for (Canceller way : ways) {
            way.stop();
        }
        print(seconds);
    }

    /** @return seconds */
    private double measure(Canceller way) throws Exception {
        way.fill(jobs);
        long start = System.nanoTime();
        way.cancel();
        double took = (System.nanoTime() - start) / 1e9;
        if (way.left() != 0) {
            throw new IllegalStateException(way.title() + " left " + way.left() + " jobs");
        }
        return took;
    }

    private void print(Map<String, List<Double>> seconds) {
        double raw = Median.of(seconds.getOrDefault(ways.getFirst().title(), List.of()));
        double own = Median.of(seconds.getOrDefault(ways.get(1).title(), List.of()));
        System.out.printf(Locale.ROOT, "%n%,d jobs by id, median of %d runs; %s%n", jobs, rounds, Machine.words());
        System.out.println("| way | seconds | jobs/s | times the raw statement | ours is faster by |");
        System.out.println("|---|---|---|---|---|");
        seconds.forEach((title, all) -> {
            double took = Median.of(all);
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.3f | %,.0f | %.2f | %.1f |%n",
                    title,
                    took,
                    jobs / took,
                    took / raw,
                    took / own);
        });
    }
}
