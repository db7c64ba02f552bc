package io.quartermaster.benchmarks;

import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.listeners.JobListenerSupport;

/** Quartz runs due jobs that do nothing from its JDBC store, and takes as many triggers at once as it has threads. */
final class QuartzRunner implements Way {
    /** Its manual asks for some connections more than threads. */
    private static final int THREADS = BenchDatabase.CONNECTIONS_MAX - 3;

    private static final long STEP_MILLIS = 5;

    private final BenchDatabase bench;
    private final Scheduler scheduler;
    private final int batch;
    private final int count;
    private volatile CountDownLatch executed = new CountDownLatch(0);

    /** @param batch how many triggers it takes at once at most; 1 is what it does unless it is told otherwise */
    QuartzRunner(BenchDatabase bench, int batch, int count) throws SchedulerException {
        this.bench = bench;
        this.batch = batch;
        this.count = count;
        this.scheduler = QuartzStore.scheduler(
                bench,
                "runner-" + batch,
                THREADS,
                Map.of(
                        "scheduler.batchTriggerAcquisitionMaxCount",
                        String.valueOf(batch),
                        // With more than one the manual demands it.
                        "jobStore.acquireTriggersWithinLock",
                        String.valueOf(batch > 1)));
        scheduler.getListenerManager().addJobListener(new JobListenerSupport() {
            @Override
            public String getName() {
                return "counts";
            }

            @Override
            public void jobWasExecuted(JobExecutionContext context, @Nullable JobExecutionException failure) {
                executed.countDown();
            }
        });
    }

    @Override
    public String title() {
        return "Quartz, " + THREADS + " threads, triggers taken by " + batch;
    }

    @Override
    public void prepare() throws SchedulerException {
        executed = new CountDownLatch(count);
        Map<JobDetail, Set<? extends Trigger>> all = new HashMap<>();
        Date now = Date.from(Instant.now());
        for (int number = 0; number < count; number++) {
            all.put(
                    JobBuilder.newJob(Nothing.class)
                            .withIdentity("job-" + number)
                            .build(),
                    Set.of(TriggerBuilder.newTrigger()
                            .withIdentity("trigger-" + number)
                            .startAt(now)
                            .build()));
        }
        scheduler.scheduleJobs(all, false);
        bench.execute("VACUUM ANALYZE qrtz_triggers");
        bench.execute("VACUUM ANALYZE qrtz_job_details");
        bench.execute("VACUUM ANALYZE qrtz_fired_triggers");
    }

    /** Quartz says that a job has run before it deletes it. */
    @Override
    public long run() throws SchedulerException, InterruptedException {
        scheduler.start();
        executed.await();
        while (bench.count("SELECT count(*) FROM qrtz_fired_triggers") > 0) {
            Thread.sleep(STEP_MILLIS);
        }
        return count;
    }

    @Override
    public void check() throws SchedulerException {
        scheduler.standby();
        Work.requireDone(title(), bench.count("SELECT count(*) FROM qrtz_job_details"));
    }

    @Override
    public void stop() throws SchedulerException {
        scheduler.shutdown(true);
    }

    /** Does nothing. */
    public static final class Nothing implements Job {
        @Override
        public void execute(JobExecutionContext context) {}
    }
}
