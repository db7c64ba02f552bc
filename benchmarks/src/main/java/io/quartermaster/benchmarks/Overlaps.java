package io.quartermaster.benchmarks;

import io.agroal.api.AgroalDataSource;
import io.quartermaster.agent.protocol.CustomConfigureReply;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.job.JobSelection;
import io.quartermaster.server.job.UnscheduleJobs;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * Small unschedules of overlapping sets at the same moment, beside agents that ask for the same jobs.
 *
 * @param unscheduled jobs
 * @param refused requests, because of a job that was begun or gone
 * @param handedOut jobs
 * @param cancelled answers to agents that a job is gone
 * @param handedOutLater jobs that were handed out although they were unscheduled
 */
record Overlaps(long deadlocks, long unscheduled, long refused, long handedOut, long cancelled, long handedOutLater) {
    static final int JOBS = 400;

    /** So many that a list of ids and a query find their jobs in different ways, and so few that both take as long. */
    private static final int OTHERS = 5_000;

    private static final int BY_IDS = JOBS / 2;

    /** Nobody starts later than this after the first. */
    private static final int MICROS_LATER_MAX = 5_000;

    private static final int AGENTS_AT_ONCE = 3;

    /** Each agent thread asks for so many of the jobs, so that some are left to unschedule. */
    private static final int ASKED_BY_EACH = 20;

    private static final List<String> QUERIES = List.of(
            "JobType -eq \"" + Errands.JOB_TYPE + "\" AND Agent -contains \"1\"",
            "JobType -eq \"" + Errands.JOB_TYPE + "\" AND Agent -contains \"2\"");

    private static final String DEADLOCKS = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()";

    /**
     * @throws IllegalStateException when nothing met: no job was unscheduled, none handed out, or none was asked for that was
     *     gone
     */
    static Overlaps run(int runs) throws Exception {
        try (BenchDatabase bench = BenchDatabase.start()) {
            OurJobs others = new OurJobs(bench);
            others.addAgents();
            others.add("Stays", OTHERS);
            return run(bench, new Errands(bench), runs);
        }
    }

    private static Overlaps run(BenchDatabase bench, Errands errands, int runs) throws Exception {
        Random random = new Random(runs);
        UnscheduleJobs unscheduleJobs = OurCommands.unscheduleJobs(bench.database());
        OurHandout handout = new OurHandout(bench.database());
        long before = deadlocks(bench);
        Tally tally = new Tally();
        for (int run = 0; run < runs; run++) {
            errands.add(JOBS);
            meet(errands, unscheduleJobs, handout, random, tally);
            errands.clear();
        }
        Overlaps overlaps = new Overlaps(
                deadlocks(bench) - before,
                tally.unscheduled,
                tally.refused,
                tally.handedOut,
                tally.cancelled,
                InterferenceBenchmark.handedOutAndUnscheduled(bench));
        if (overlaps.unscheduled == 0 || overlaps.handedOut == 0 || overlaps.cancelled == 0) {
            throw new IllegalStateException("Unschedules and hand-outs did not meet: " + overlaps);
        }
        return overlaps;
    }

    private static void meet(
            Errands errands, UnscheduleJobs unscheduleJobs, OurHandout handout, Random random, Tally tally)
            throws Exception {
        List<Errand> shuffled = new ArrayList<>(errands.all());
        Collections.shuffle(shuffled, random);
        List<UUID> ids = shuffled.subList(0, BY_IDS).stream().map(Errand::jobId).toList();
        List<Errand> asked = new ArrayList<>(shuffled.subList(BY_IDS, JOBS));
        List<Callable<Tally>> all = new ArrayList<>();
        all.add(() -> unschedule(unscheduleJobs, new JobSelection.ById(ids)));
        for (String query : QUERIES) {
            all.add(() -> unschedule(unscheduleJobs, new JobSelection.ByQuery(query)));
        }
        for (int agent = 0; agent < AGENTS_AT_ONCE; agent++) {
            List<Errand> own = asked.subList(agent * ASKED_BY_EACH, (agent + 1) * ASKED_BY_EACH);
            all.add(() -> ask(handout, own));
        }
        CyclicBarrier together = new CyclicBarrier(all.size());
        List<Future<Tally>> running = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Callable<Tally> one : all) {
                long later = random.nextInt(MICROS_LATER_MAX) * 1_000L;
                running.add(executor.submit(() -> {
                    together.await();
                    LockSupport.parkNanos(later);
                    return one.call();
                }));
            }
        }
        for (Future<Tally> one : running) {
            tally.add(one.get());
        }
    }

    private static Tally unschedule(UnscheduleJobs unscheduleJobs, JobSelection selection) {
        Tally tally = new Tally();
        try {
            tally.unscheduled = unscheduleJobs.run(OurJobs.CALLER, selection).jobs();
        } catch (CommandException refused) {
            tally.refused = 1;
        }
        return tally;
    }

    private static Tally ask(OurHandout handout, List<Errand> errands) {
        Tally tally = new Tally();
        for (Errand errand : errands) {
            if (handout.configure(errand) instanceof CustomConfigureReply handedOut) {
                handout.complete(errand, handedOut.auditId());
                tally.handedOut++;
            } else {
                tally.cancelled++;
            }
        }
        return tally;
    }

    /** PostgreSQL counts what an idle connection saw only after a while, and what a closed one saw at once. */
    private static long deadlocks(BenchDatabase bench) {
        bench.dataSource().flush(AgroalDataSource.FlushMode.ALL);
        return bench.count(DEADLOCKS);
    }

    String words() {
        return String.format(
                Locale.ROOT,
                "%,d jobs unscheduled, %,d requests refused, %,d jobs handed out, %,d times an agent was told that its job is gone",
                unscheduled,
                refused,
                handedOut,
                cancelled);
    }

    private static final class Tally {
        private long unscheduled;
        private long refused;
        private long handedOut;
        private long cancelled;

        void add(Tally other) {
            unscheduled += other.unscheduled;
            refused += other.refused;
            handedOut += other.handedOut;
            cancelled += other.cancelled;
        }
    }
}
