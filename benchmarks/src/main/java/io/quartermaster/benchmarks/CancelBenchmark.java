package io.quartermaster.benchmarks;

import io.quartermaster.server.agent.AgentSessions;
import io.quartermaster.server.agent.Presence;
import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.Ids;
import io.quartermaster.server.job.JobOperationRepository;
import io.quartermaster.server.job.JobOperations;
import io.quartermaster.server.job.JobRepository;
import io.quartermaster.server.job.UnscheduleJobs;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.security.Grants;
import io.quartermaster.server.security.PermissionString;
import io.quartermaster.server.setting.AgentSettings;
import io.quartermaster.server.setting.JobSettings;
import java.security.SecureRandom;
import java.time.InstantSource;
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
                new OurCanceller(
                        ours,
                        unscheduleJobs(database),
                        new Caller("bench", List.of("Bench"), Grants.of(List.of(PermissionString.parse("/"))))),
                new DbSchedulerCanceller(bench),
                new QuartzCanceller(bench),
                new JobRunrCanceller(bench));
    }

    private static UnscheduleJobs unscheduleJobs(Database database) {
        InstantSource clock = InstantSource.system();
        return new UnscheduleJobs(
                database,
                new JobRepository(),
                new AgentSessions(AgentSettings.DEFAULT, new SecureRandom(), new Presence(database)),
                new JobOperations(
                        new JobOperationRepository(), JobSettings.DEFAULT, new Ids(clock, new SecureRandom())),
                new AuditLog(database, clock),
                clock);
    }

    void run() throws Exception {
        ours.load(OTHERS);
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
        double raw = median(seconds.getOrDefault(ways.getFirst().title(), List.of()));
        double own = median(seconds.getOrDefault(ways.get(1).title(), List.of()));
        System.out.printf(Locale.ROOT, "%n%,d jobs by id, median of %d runs; %s%n", jobs, rounds, Machine.words());
        System.out.println("| way | seconds | jobs/s | times the raw statement | ours is faster by |");
        System.out.println("|---|---|---|---|---|");
        seconds.forEach((title, all) -> {
            double took = median(all);
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

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElse(Double.NaN);
    }
}
