package io.quartermaster.benchmarks;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jobrunr.configuration.JobRunr;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.filters.ApplyStateFilter;
import org.jobrunr.jobs.lambdas.JobRequest;
import org.jobrunr.jobs.lambdas.JobRequestHandler;
import org.jobrunr.jobs.states.JobState;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.storage.sql.postgres.PostgresStorageProvider;

/** JobRunr runs enqueued jobs that do nothing, with the number of workers that it chooses and the shortest interval it allows. */
final class JobRunrRunner implements Way {
    /** Less is refused for a database. */
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(5);

    private final BenchDatabase bench;
    private final int count;
    private CountDownLatch succeeded = new CountDownLatch(0);

    JobRunrRunner(BenchDatabase bench, int count) {
        this.bench = bench;
        this.count = count;
    }

    @Override
    public String title() {
        return "JobRunr";
    }

    @Override
    public void prepare() {
        succeeded = new CountDownLatch(count);
        CountDownLatch counted = succeeded;
        JobRunr.configure()
                .useStorageProvider(new PostgresStorageProvider(bench.dataSource()))
                .withJobFilter(new Counter(counted))
                .useBackgroundJobServer(
                        BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                                .andPollInterval(POLL_INTERVAL),
                        false)
                .initialize()
                .getJobRequestScheduler()
                .enqueue(Stream.generate(Nothing::new).limit(count));
        bench.execute("VACUUM ANALYZE jobrunr_jobs");
    }

    @Override
    public long run() throws InterruptedException {
        JobRunr.getBackgroundJobServer().start();
        succeeded.await();
        return count;
    }

    @Override
    public void check() {
        JobRunr.destroy();
        Work.requireDone(title(), bench.count("SELECT count(*) FROM jobrunr_jobs WHERE state <> 'SUCCEEDED'"));
        bench.execute("TRUNCATE jobrunr_jobs");
    }

    /** Counts what has been stored as done. */
    private record Counter(CountDownLatch succeeded) implements ApplyStateFilter {
        @Override
        public void onStateApplied(Job job, JobState before, JobState after) {
            if (after.getName() == StateName.SUCCEEDED) {
                succeeded.countDown();
            }
        }
    }

    /** A job without work. */
    public record Nothing() implements JobRequest {
        @Override
        public Class<NothingHandler> getJobRequestHandler() {
            return NothingHandler.class;
        }
    }

    /** Does nothing. */
    public static final class NothingHandler implements JobRequestHandler<Nothing> {
        @Override
        public void run(Nothing request) {}
    }
}
