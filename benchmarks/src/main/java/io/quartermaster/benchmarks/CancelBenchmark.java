package io.quartermaster.benchmarks;

import io.quartermaster.server.db.Database;
import java.util.List;
import java.util.Locale;

/**
 * Takes 10,000 jobs off the schedule by their ids: ours among 100,000 others, the one raw statement that does the same, and
 * three libraries, each with nothing else on its schedule, on the same PostgreSQL and connections.
 */
final class CancelBenchmark implements Benchmark {
    private static final int OTHERS = 100_000;

    @Override
    public String name() {
        return "cancel";
    }

    @Override
    public String what() {
        return "10,000 jobs are unscheduled by their ids, against db-scheduler, Quartz and JobRunr";
    }

    @Override
    public Report run(Size size) throws Exception {
        int jobs = size.of(1_000, 10_000);
        int rounds = size.of(3, 5);
        try (BenchDatabase bench = BenchDatabase.start()) {
            OurJobs ours = new OurJobs(bench);
            ours.addAgents();
            ours.add("Stays", OTHERS);
            Database database = bench.database();
            Way raw = new RawCanceller(ours, database, jobs);
            Way own = new OurCanceller(ours, OurCommands.unscheduleJobs(database), OurJobs.CALLER, jobs);
            Way dbScheduler = new DbSchedulerCanceller(bench, jobs);
            Way quartz = new QuartzCanceller(bench, jobs);
            Way jobRunr = new JobRunrCanceller(bench, jobs);
            List<Way> ways = List.of(raw, own, dbScheduler, quartz, jobRunr);
            Medians medians = Rounds.run(ways, rounds, CpuTime.ofThisProcess());
            for (Way way : ways) {
                way.stop();
            }
            return new Report(
                    "Unschedule by ids",
                    String.format(
                            Locale.ROOT,
                            "%,d jobs by one list of ids, below HTTP: permission, refusals, what an undo needs, events, job lists,"
                                    + " audit. Median of %d runs. Ours stand among %,d other jobs, those of the peers alone.",
                            jobs,
                            rounds,
                            OTHERS),
                    Table.of(medians.all()),
                    List.of(
                            Ratio.atMost("time of ours / time of raw", medians.slower(own, raw), 1.5),
                            Ratio.atLeast("rate of ours / db-scheduler", medians.slower(dbScheduler, own), 12),
                            Ratio.atLeast("rate of ours / Quartz", medians.slower(quartz, own), 30),
                            Ratio.atLeast("rate of ours / JobRunr", medians.slower(jobRunr, own), 30)),
                    List.of("The raw statement writes the same rows, without permission and refusals;"
                            + " it is the limit of every way on these tables."));
        }
    }
}
