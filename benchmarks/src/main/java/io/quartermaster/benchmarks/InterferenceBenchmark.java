package io.quartermaster.benchmarks;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.job.JobSelection;
import io.quartermaster.server.job.UnscheduleJobs;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Hand-outs while 100,000 of 1,000,000 other jobs are being unscheduled, one such request after the other, against hand-outs
 * alone. Then small unschedules of overlapping sets beside hand-outs of the same jobs: no deadlock, and nothing that was
 * cancelled is handed out.
 */
final class InterferenceBenchmark implements Benchmark {
    private static final int THREADS = BenchDatabase.CONNECTIONS_MAX;
    private static final int JOB_TYPES = 10;

    /** Requests in one measured window, each for another of the types. */
    private static final int REQUESTS = 2;

    private static final int JOBS_TO_HAND_OUT = 60_000;
    private static final double RATE_KEPT_MIN = 0.8;

    @Override
    public String name() {
        return "interference";
    }

    @Override
    public String what() {
        return "jobs are handed out while 100,000 others are unscheduled, and beside overlapping unschedules";
    }

    @Override
    public Report run(Size size) throws Exception {
        int jobs = size.of(100_000, 1_000_000);
        int rounds = size.of(2, 5);
        int runs = size.of(100, 1_000);
        Rates rates = rates(jobs, rounds, size.of(1, 4));
        // Afterwards, on a database of its own: a query that goes through a million jobs would meet nobody.
        Overlaps overlaps = Overlaps.run(runs);
        return new Report(
                "No interference",
                String.format(
                        Locale.ROOT,
                        "Jobs handed out and completed by %d agents at once, below HTTP, alone and while %,d of %,d other jobs"
                                + " are unscheduled by query, %d requests one after the other in each window. Median of %d runs."
                                + " Then %,d runs of three overlapping unschedules (two by query, one by ids) of %,d due jobs"
                                + " while they are asked for: %s.",
                        THREADS,
                        jobs / JOB_TYPES,
                        jobs,
                        REQUESTS,
                        rounds,
                        runs,
                        Overlaps.JOBS,
                        overlaps.words()),
                Table.of(List.of(rates.alone(), rates.beside())),
                List.of(
                        Ratio.atLeast(
                                "rate beside unschedules / alone",
                                rates.beside().perSecond() / rates.alone().perSecond(),
                                RATE_KEPT_MIN),
                        Ratio.atMost("deadlocks", (double) overlaps.deadlocks(), 0),
                        Ratio.atMost(
                                "cancelled jobs handed out",
                                (double) (rates.handedOutLater() + overlaps.handedOutLater()),
                                0)),
                List.of(
                        "Agents, unschedules and PostgreSQL share the processors: what an unschedule takes of them, hand-outs"
                                + " that fill them alone cannot have."));
    }

    private record Rates(Measured alone, Measured beside, long handedOutLater) {}

    private static Rates rates(int jobs, int rounds, int secondsAlone) throws Exception {
        try (BenchDatabase bench = BenchDatabase.start()) {
            Database database = bench.database();
            OurJobs others = new OurJobs(bench);
            others.addAgents();
            Errands errands = new Errands(bench);
            for (int type = 0; type < JOB_TYPES; type++) {
                others.add(type(type), jobs / JOB_TYPES);
            }
            bench.execute("VACUUM ANALYZE");
            Crew crew = new Crew(THREADS, 1, new OurHandout(database));
            Alone alone = new Alone(errands, crew, secondsAlone);
            Beside beside =
                    new Beside(bench, errands, crew, others, OurCommands.unscheduleJobs(database), jobs / JOB_TYPES);
            Medians medians = Rounds.run(List.of(alone, beside), rounds, CpuTime.ofThisProcess());
            return new Rates(medians.of(alone), medians.of(beside), beside.handedOutLater());
        }
    }

    private static String type(int number) {
        return "Bench" + number;
    }

    /**
     * How many attempts there are of unscheduled jobs. These jobs run once: one that was begun is in process and not unscheduled,
     * so there may be none.
     */
    static long handedOutAndUnscheduled(BenchDatabase bench) {
        return bench.count("""
                SELECT count(*) FROM unscheduled_job u JOIN job_history h ON h.agent_id = u.agent_id AND h.job_id = u.id
                """);
    }

    private static final class Alone implements Way {
        private final Errands errands;
        private final Crew crew;
        private final int seconds;
        private int done;

        Alone(Errands errands, Crew crew, int seconds) {
            this.errands = errands;
            this.crew = crew;
            this.seconds = seconds;
        }

        @Override
        public String title() {
            return "hand-outs alone";
        }

        @Override
        public void prepare() {
            errands.fill(JOBS_TO_HAND_OUT);
        }

        @Override
        public long run() throws Exception {
            long end = System.nanoTime() + seconds * 1_000_000_000L;
            done = crew.run(errands.all(), () -> System.nanoTime() < end);
            return done;
        }

        @Override
        public void check() {
            requireEnough(title(), done);
            errands.requireDone(title(), errands.all().subList(0, done));
            errands.clear();
        }
    }

    private static void requireEnough(String title, int done) {
        if (done == JOBS_TO_HAND_OUT) {
            throw new IllegalStateException(title + ": there were too few jobs for the whole window");
        }
    }

    private static final class Beside implements Way {
        private final BenchDatabase bench;
        private final Errands errands;
        private final Crew crew;
        private final OurJobs others;
        private final UnscheduleJobs unscheduleJobs;
        private final int each;
        private int firstType;
        private int done;
        private long handedOutLater;

        Beside(
                BenchDatabase bench,
                Errands errands,
                Crew crew,
                OurJobs others,
                UnscheduleJobs unscheduleJobs,
                int each) {
            this.bench = bench;
            this.errands = errands;
            this.crew = crew;
            this.others = others;
            this.unscheduleJobs = unscheduleJobs;
            this.each = each;
        }

        @Override
        public String title() {
            return "hand-outs beside unschedules";
        }

        @Override
        public void prepare() {
            errands.fill(JOBS_TO_HAND_OUT);
        }

        @Override
        public long run() throws Exception {
            try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
                Future<?> unschedules = executor.submit(this::unscheduleAll);
                done = crew.run(errands.all(), () -> !unschedules.isDone());
                unschedules.get();
            }
            return done;
        }

        private void unscheduleAll() {
            for (int request = 0; request < REQUESTS; request++) {
                unscheduleJobs.run(OurJobs.CALLER, new JobSelection.ByQuery("JobType -eq \"" + typeOf(request) + "\""));
            }
        }

        private String typeOf(int request) {
            return type((firstType + request) % JOB_TYPES);
        }

        @Override
        public void check() {
            requireEnough(title(), done);
            errands.requireDone(title(), errands.all().subList(0, done));
            errands.clear();
            handedOutLater += handedOutAndUnscheduled(bench);
            for (int request = 0; request < REQUESTS; request++) {
                Work.requireDone(title(), others.left(typeOf(request)));
                others.add(typeOf(request), each);
            }
            others.tidy();
            firstType += REQUESTS;
        }

        long handedOutLater() {
            return handedOutLater;
        }
    }
}
