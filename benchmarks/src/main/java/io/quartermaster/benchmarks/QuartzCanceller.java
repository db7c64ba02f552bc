package io.quartermaster.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;

/** Quartz with its JDBC store: a job and a trigger each, deleted by one call with the list of keys. */
final class QuartzCanceller implements Way {
    private static final int THREADS = 4;

    private final BenchDatabase bench;
    private final Scheduler scheduler;
    private final int count;
    private final List<JobKey> keys = new ArrayList<>();

    QuartzCanceller(BenchDatabase bench, int count) throws SchedulerException, IOException {
        this.bench = bench;
        this.count = count;
        QuartzStore.createTables(bench);
        this.scheduler = QuartzStore.scheduler(bench, "bench", THREADS, Map.of());
    }

    @Override
    public String title() {
        return "Quartz deleteJobs";
    }

    @Override
    public void prepare() throws SchedulerException {
        schedule();
        bench.execute("VACUUM ANALYZE qrtz_triggers");
        bench.execute("VACUUM ANALYZE qrtz_job_details");
    }

    /** By its one call for many jobs. */
    void schedule() throws SchedulerException {
        keys.clear();
        Map<JobDetail, Set<? extends Trigger>> all = new HashMap<>();
        Date tomorrow = Date.from(Instant.now().plus(Duration.ofDays(1)));
        for (int number = 0; number < count; number++) {
            JobDetail job = JobBuilder.newJob(Nothing.class)
                    .withIdentity("job-" + number)
                    .build();
            keys.add(job.getKey());
            all.put(
                    job,
                    Set.of(TriggerBuilder.newTrigger()
                            .withIdentity("trigger-" + number)
                            .startAt(tomorrow)
                            .build()));
        }
        scheduler.scheduleJobs(all, false);
    }

    @Override
    public long run() throws SchedulerException {
        scheduler.deleteJobs(keys);
        return count;
    }

    @Override
    public void check() {
        Work.requireDone(title(), bench.count("SELECT count(*) FROM qrtz_triggers"));
    }

    @Override
    public void stop() throws SchedulerException {
        scheduler.shutdown();
    }

    /** Never runs. */
    public static final class Nothing implements Job {
        @Override
        public void execute(JobExecutionContext context) {}
    }
}
