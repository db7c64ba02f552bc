package io.quartermaster.benchmarks;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.job.JobSelection;
import io.quartermaster.server.job.UnscheduleJobs;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * Takes 100,000 of 1,000,000 jobs off the schedule: by query and by id list through the command (permission, judging,
 * removal, what an undo needs and one event for each job, stale marks, audit entry; one transaction), and as the one SQL
 * statement that removes the same rows and writes the same ones, without permission, refusals and audit. After each run the jobs are put back and the tables vacuumed and analysed,
 * outside of the measured time. The order of the three rotates.
 */
final class UnscheduleBenchmark {
    private static final int JOB_TYPES = 10;

    private final BenchDatabase bench;
    private final Database database;
    private final OurJobs ours;
    private final UnscheduleJobs unscheduleJobs;
    private final int jobs;
    private final int rounds;

    private enum Way {
        QUERY("Unschedule by query"),
        IDS("Unschedule by id list"),
        RAW("one raw SQL statement");

        private final String title;

        Way(String title) {
            this.title = title;
        }
    }

    UnscheduleBenchmark(BenchDatabase bench, boolean quick) {
        this.bench = bench;
        this.database = bench.database();
        this.jobs = quick ? 100_000 : 1_000_000;
        this.rounds = quick ? 3 : 5;
        this.ours = new OurJobs(bench);
        this.unscheduleJobs = OurJobs.unscheduleJobs(database);
    }

    void run() {
        System.out.printf(Locale.ROOT, "Loading %,d jobs ...%n", jobs);
        load();
        Map<Way, List<Double>> seconds = new EnumMap<>(Way.class);
        for (Way way : Way.values()) {
            seconds.put(way, new ArrayList<>());
            measure(way, 0);
        }
        int type = 1;
        for (int round = 0; round < rounds; round++) {
            for (int turn = 0; turn < Way.values().length; turn++) {
                Way way = Way.values()[(round + turn) % Way.values().length];
                double took = measure(way, type++ % JOB_TYPES);
                seconds.computeIfAbsent(way, w -> new ArrayList<>()).add(took);
                System.out.printf(Locale.ROOT, "  round %d  %-22s %6.2f s%n", round + 1, way.title, took);
            }
        }
        print(seconds);
    }

    private void load() {
        ours.addAgents();
        for (int type = 0; type < JOB_TYPES; type++) {
            ours.add("Bench" + type, jobs / JOB_TYPES);
        }
        bench.execute("VACUUM ANALYZE");
    }

    /** @return seconds */
    private double measure(Way way, int type) {
        String jobType = "Bench" + type;
        List<UUID> ids = way == Way.IDS ? ours.idsOf(jobType) : List.of();
        long start = System.nanoTime();
        switch (way) {
            case QUERY ->
                unscheduleJobs.run(OurJobs.CALLER, new JobSelection.ByQuery("JobType -eq \"" + jobType + "\""));
            case IDS -> unscheduleJobs.run(OurJobs.CALLER, new JobSelection.ById(ids));
            case RAW -> raw(jobType);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        long left = ours.left(jobType);
        if (left != 0) {
            throw new IllegalStateException(way.title + " left " + left + " jobs");
        }
        ours.add(jobType, jobs / JOB_TYPES);
        ours.tidy();
        return seconds;
    }

    /** With the WHERE that the query becomes. */
    private void raw(String jobType) {
        RawUnschedule.run(database, """
                (lower(job_type) = lower(:jobType) OR lower(CASE kind
                   WHEN 'INVENTORY' THEN 'Inventory' WHEN 'MANAGEMENT' THEN 'Management' WHEN 'DISCOVERY' THEN 'Discovery'
                   WHEN 'REENROLLMENT' THEN 'Reenrollment' WHEN 'FETCH_LOGS' THEN 'FetchLogs' WHEN 'CUSTOM' THEN 'Custom'
                   WHEN 'SSL_DISCOVERY' THEN 'SslDiscovery' WHEN 'MONITORING' THEN 'Monitoring'
                   WHEN 'SSH_SYNC' THEN 'SSHSync' WHEN 'SYNC' THEN 'Sync' END) = lower(:jobType))
                """, Map.of("jobType", jobType));
    }

    private void print(Map<Way, List<Double>> seconds) {
        double raw = Median.of(seconds.getOrDefault(Way.RAW, List.of()));
        System.out.println();
        System.out.printf(
                Locale.ROOT,
                "%,d of %,d jobs, median of %d runs; %s%n",
                jobs / JOB_TYPES,
                jobs,
                rounds,
                Machine.words());
        System.out.println("| way | seconds | jobs/s | times the raw statement |");
        System.out.println("|---|---|---|---|");
        for (Way way : Way.values()) {
            double took = Median.of(seconds.getOrDefault(way, List.of()));
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.2f | %,.0f | %.2f |%n",
                    way.title,
                    took,
                    (double) jobs / JOB_TYPES / took,
                    took / raw);
        }
    }
}
