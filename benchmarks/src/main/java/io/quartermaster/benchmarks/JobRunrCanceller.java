package io.quartermaster.benchmarks;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jobrunr.configuration.JobRunr;
import org.jobrunr.jobs.lambdas.JobRequest;
import org.jobrunr.jobs.lambdas.JobRequestHandler;
import org.jobrunr.scheduling.JobRequestScheduler;
import org.jobrunr.storage.sql.postgres.PostgresStorageProvider;

/** JobRunr: one row for each job, deleted one at a time; its scheduler has no delete of many. */
final class JobRunrCanceller implements Way {
    private final BenchDatabase bench;
    private final JobRequestScheduler scheduler;
    private final int count;
    private List<UUID> ids = List.of();

    JobRunrCanceller(BenchDatabase bench, int count) {
        this.bench = bench;
        this.count = count;
        this.scheduler = JobRunr.configure()
                .useStorageProvider(new PostgresStorageProvider(bench.dataSource()))
                .initialize()
                .getJobRequestScheduler();
    }

    @Override
    public String title() {
        return "JobRunr delete";
    }

    @Override
    public void prepare() {
        bench.execute("TRUNCATE jobrunr_jobs");
        List<UUID> filled = new ArrayList<>();
        Instant tomorrow = Instant.now().plus(Duration.ofDays(1));
        for (int number = 0; number < count; number++) {
            filled.add(scheduler.schedule(tomorrow, new Nothing()).asUUID());
        }
        ids = filled;
        bench.execute("VACUUM ANALYZE jobrunr_jobs");
    }

    /** By its call for a stream, which saves them in batches; they are to run at once, and nothing runs them. */
    void enqueue() {
        scheduler.enqueue(IntStream.range(0, count).mapToObj(number -> new Nothing()));
    }

    @Override
    public long run() {
        ids.forEach(scheduler::delete);
        return count;
    }

    @Override
    public void check() {
        Work.requireDone(title(), bench.count("SELECT count(*) FROM jobrunr_jobs WHERE state = 'SCHEDULED'"));
    }

    @Override
    public void stop() {
        JobRunr.destroy();
    }

    /** Never runs. */
    public record Nothing() implements JobRequest {
        @Override
        public Class<NothingHandler> getJobRequestHandler() {
            return NothingHandler.class;
        }
    }

    /** Never called. */
    public static final class NothingHandler implements JobRequestHandler<Nothing> {
        @Override
        public void run(Nothing request) {}
    }
}
