package io.quartermaster.benchmarks;

import io.quartermaster.server.db.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Hands due jobs out and takes their success, one job for each call of an agent: ours against two raw statements with as many
 * threads, and three libraries that run jobs without work, each with nothing else on its schedule.
 */
final class HandoutBenchmark implements Benchmark {
    private static final int SOME = BenchDatabase.CONNECTIONS_MAX;
    private static final int MANY = Errands.AGENTS;
    private static final int BATCH = 100;

    /** Two for each connection, so that none waits for a thread. */
    private static final int DB_SCHEDULER_THREADS = 16;

    private static final int QUARTZ_BATCH = 5;

    @Override
    public String name() {
        return "handout";
    }

    @Override
    public String what() {
        return "jobs are handed out and completed, against raw SQL, db-scheduler, Quartz and JobRunr";
    }

    @Override
    public Report run(Size size) throws Exception {
        int rounds = size.of(2, 5);
        int few = size.of(300, 1_000);
        try (BenchDatabase bench = BenchDatabase.start()) {
            Database database = bench.database();
            Errands errands = new Errands(bench);
            QuartzStore.createTables(bench);
            Handout raw = new RawHandout(bench.dataSource());
            Handout own = new OurHandout(database);
            Way rawOne = new HandoutWay("raw, two statements, 1 thread", errands, new Crew(1, 1, raw), few);
            Way ownOne = new HandoutWay("ours, 1 agent at a time", errands, new Crew(1, 1, own), few);
            Way rawSome = new HandoutWay("raw, " + SOME + " threads", errands, new Crew(SOME, 1, raw), 2 * few);
            Way ownSome = new HandoutWay("ours, " + SOME + " agents at once", errands, new Crew(SOME, 1, own), 2 * few);
            Way rawMany = new HandoutWay("raw, " + MANY + " threads", errands, new Crew(MANY, 1, raw), 2 * few);
            Way ownMany = new HandoutWay("ours, " + MANY + " agents at once", errands, new Crew(MANY, 1, own), 4 * few);
            Way rawBatch = new HandoutWay(
                    "raw, " + BATCH + " jobs in each statement, 1 thread",
                    errands,
                    new Crew(1, BATCH, new RawBatchHandout(bench.dataSource())),
                    8 * few);
            Way dbScheduler = new DbSchedulerRunner(bench, DB_SCHEDULER_THREADS, 4 * few);
            Way jobRunr = new JobRunrRunner(bench, few);
            Way quartz = new QuartzRunner(bench, QUARTZ_BATCH, few / 2);
            Way quartzByOne = new QuartzRunner(bench, 1, few / 4);
            List<Way> ways = List.of(
                    rawOne,
                    ownOne,
                    rawSome,
                    ownSome,
                    rawMany,
                    ownMany,
                    rawBatch,
                    dbScheduler,
                    jobRunr,
                    quartz,
                    quartzByOne);
            Medians medians = Rounds.run(ways, rounds, CpuTime.ofThisProcess());
            for (Way way : ways) {
                way.stop();
            }
            List<Measured> all = new ArrayList<>(medians.all());
            all.addAll(throughHttp(bench, errands, 2 * few, size));
            return new Report(
                    "Hand-out and completion",
                    String.format(
                            Locale.ROOT,
                            "One job in each call, below HTTP: session, the job's row, all conditions of a start, attempt, history,"
                                    + " event, and the same again for the end. Median of %d runs; %d connections to the database for"
                                    + " every way.",
                            rounds,
                            BenchDatabase.CONNECTIONS_MAX),
                    Table.of(all),
                    List.of(
                            Ratio.atLeast("rate of ours / raw, 1 at a time", medians.slower(rawOne, ownOne), 0.8),
                            Ratio.atLeast(
                                    "rate of ours / raw, " + SOME + " at once", medians.slower(rawSome, ownSome), 0.8),
                            Ratio.atLeast(
                                    "rate of ours / raw, " + MANY + " at once", medians.slower(rawMany, ownMany), 0.8),
                            Ratio.atLeast(
                                    "rate of ours, " + MANY + " at once / raw, " + SOME + " threads",
                                    medians.slower(rawSome, ownMany),
                                    5),
                            Ratio.told("the same / raw, 1 thread", medians.slower(rawOne, ownMany)),
                            Ratio.told("the same / raw in batches of " + BATCH, medians.slower(rawBatch, ownMany)),
                            Ratio.atLeast("the same / db-scheduler", medians.slower(dbScheduler, ownMany), 2),
                            Ratio.atLeast("the same / JobRunr", medians.slower(jobRunr, ownMany), 5),
                            Ratio.atLeast("the same / Quartz", medians.slower(quartz, ownMany), 20),
                            Ratio.told(
                                    "the same / Quartz that takes one trigger at a time",
                                    medians.slower(quartzByOne, ownMany))),
                    List.of(
                            "Raw writes the same rows as ours, by the job that the agent names, without session, conditions of a"
                                    + " start, secrets, and what follows an end.",
                            "The libraries' jobs do nothing and leave less: db-scheduler and Quartz delete what has run and keep no"
                                    + " history.",
                            "What limits ours with few agents: a hand-out and a completion are five statements and two commits, raw is"
                                    + " two statements and two commits, and each statement is a way to the database and back. Tried:"
                                    + " plans that do not look at values (planning went from 1.5 ms to 0.5 ms a pair), one statement"
                                    + " instead of several where none decides about the next, no statement for what is known from"
                                    + " memory. What is left judges whether the job may start, and waits for whoever unschedules it.",
                            "With many agents calls that come together share transactions and statements. What limits them then is the"
                                    + " processors of the machine, on which the callers run too; each job is still judged. db-scheduler fetches its jobs itself, without an agent that asks for a certain one."));
        }
    }

    /** Told without a target: the server is a process of its own on the same processors. */
    private static List<Measured> throughHttp(BenchDatabase bench, Errands errands, int jobs, Size size)
            throws Exception {
        try (BenchServer server = BenchServer.start(bench, Map.of());
                HttpHandout http = new HttpHandout(server)) {
            List<Way> ways = List.of(
                    new HandoutWay(
                            "ours through HTTP, " + SOME + " agents at once", errands, new Crew(SOME, 1, http), jobs),
                    new HandoutWay(
                            "ours through HTTP, " + MANY + " agents at once", errands, new Crew(MANY, 1, http), jobs));
            return List.copyOf(
                    Rounds.run(ways, size.of(1, 3), CpuTime.ofThisProcess()).all());
        }
    }
}
