package io.quartermaster.benchmarks;

import io.quartermaster.server.db.MonthlyPartitions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The rate of hand-outs where 9,000,000 attempts have ended and 1,000,000 jobs wait for a later day, against that in a second
 * database of the same PostgreSQL settings with a thousandth of it. The two take turns.
 */
final class BacklogBenchmark implements Benchmark {
    private static final int MONTHS = 9;
    private static final Duration MONTH = Duration.ofDays(30);
    private static final int THREADS = BenchDatabase.CONNECTIONS_MAX;

    /** Rows of one statement of the load. */
    private static final int SLICE = 250_000;

    private static final int LOADERS = 2;

    private static final double SECONDS_MAX = 300;

    @Override
    public String name() {
        return "backlog";
    }

    @Override
    public String what() {
        return "jobs are handed out with 10,000,000 rows of history and schedule, against 10,000";
    }

    @Override
    public Report run(Size size) throws Exception {
        int large = size.of(100_000, 1_000_000);
        int small = large / 1_000;
        int jobs = size.of(1_000, 5_000);
        int rounds = size.of(3, 7);
        try (BenchDatabase little = BenchDatabase.start();
                BenchDatabase much = BenchDatabase.start()) {
            Errands ofLittle = new Errands(little);
            Errands ofMuch = new Errands(much);
            load(little, small);
            long start = System.nanoTime();
            load(much, large);
            double loaded = (System.nanoTime() - start) / 1e9;
            System.out.printf(Locale.ROOT, "  %,d rows loaded in %.0f s%n", rows(large), loaded);
            Crew crewOfLittle = new Crew(THREADS, 1, new OurHandout(little.database()));
            Crew crewOfMuch = new Crew(THREADS, 1, new OurHandout(much.database()));
            Way few = new HandoutWay(String.format(Locale.ROOT, "%,d rows", rows(small)), ofLittle, crewOfLittle, jobs);
            Way many = new HandoutWay(String.format(Locale.ROOT, "%,d rows", rows(large)), ofMuch, crewOfMuch, jobs);
            Medians medians = Rounds.run(List.of(few, many), rounds, CpuTime.ofThisProcess());
            List<Ratio> ratios = new ArrayList<>();
            ratios.add(Ratio.atLeast("rate with many rows / with few", medians.slower(few, many), 0.95));
            ratios.add(
                    size == Size.FULL
                            ? Ratio.atMost("seconds to load them", loaded, SECONDS_MAX)
                            : Ratio.told("seconds to load them", loaded));
            return new Report(
                    "Hand-out with a long past and a long future",
                    String.format(
                            Locale.ROOT,
                            "%,d jobs handed out and completed by %d agents at once, below HTTP, where %,d attempts have ended"
                                    + " within %d months and %,d jobs wait for a later day; and where it is %,d and %,d. Median of %d"
                                    + " runs, each database in a PostgreSQL of its own with the same settings.",
                            jobs,
                            THREADS,
                            MONTHS * large,
                            MONTHS,
                            large,
                            MONTHS * small,
                            small,
                            rounds),
                    Table.of(medians.all()),
                    ratios,
                    List.of());
        }
    }

    private static int rows(int future) {
        return (MONTHS + 1) * future;
    }

    /** So many future jobs, and nine times as many attempts that have ended, spread over the months until now. */
    private static void load(BenchDatabase bench, int future) throws Exception {
        Instant now = Instant.now();
        for (int month = MONTHS; month > 0; month--) {
            Instant then = now.minus(MONTH.multipliedBy(month));
            new MonthlyPartitions(bench.database(), () -> then).run();
        }
        int past = MONTHS * future;
        try (ExecutorService executor = Executors.newFixedThreadPool(LOADERS)) {
            List<Future<?>> slices = new ArrayList<>();
            for (int from = 0; from < past; from += SLICE) {
                int first = from;
                slices.add(executor.submit(() -> addHistory(bench, first, Math.min(first + SLICE, past), past)));
            }
            for (Future<?> slice : slices) {
                slice.get();
            }
        }
        OurJobs ours = new OurJobs(bench);
        ours.add("Later", future);
        bench.execute("VACUUM ANALYZE");
    }

    /** The newest ended a minute ago. */
    private static void addHistory(BenchDatabase bench, int from, int to, int of) {
        bench.database()
                .runInTransaction(tx -> tx.createUpdate("""
                                INSERT INTO job_history
                                       (agent_id, id, operation_start, operation_end, job_id, kind, job_type_id, job_type,
                                        agent_machine, requested_at, requested_by, retry_count, priority, fields, message,
                                        result, status)
                                SELECT agents.ids[1 + n % cardinality(agents.ids)], nextval('job_history_id'), begun.at,
                                       begun.at + interval '1 second', uuidv7(begun.at - now()), 'CUSTOM',
                                       CAST(md5('Before') AS uuid), 'Before', 'agent', begun.at, 'bench', 0, 5,
                                       '{"Service": "nginx"}', '', 2, 3
                                  FROM generate_series(CAST(:from AS integer), :to - 1) AS n,
                                       (SELECT array_agg(id) AS ids FROM agent) AS agents,
                                       LATERAL (SELECT now() - interval '1 minute'
                                                       - (:of - n) * (:days * interval '1 day' / :of) AS at) AS begun
                                """)
                        .bind("from", from)
                        .bind("to", to)
                        .bind("of", of)
                        .bind("days", MONTHS * MONTH.toDays())
                        .execute());
    }
}
