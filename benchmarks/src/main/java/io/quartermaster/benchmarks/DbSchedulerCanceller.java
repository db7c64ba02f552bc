package io.quartermaster.benchmarks;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** db-scheduler: one row for each task instance, cancelled one at a time; it has no cancel of many. */
final class DbSchedulerCanceller implements Way {
    private final BenchDatabase bench;
    private final OneTimeTask<Void> task = Tasks.oneTime("bench").execute((instance, context) -> {});
    private final SchedulerClient client;
    private final int count;
    private List<TaskInstance<?>> instances = List.of();

    DbSchedulerCanceller(BenchDatabase bench, int count) {
        this.bench = bench;
        this.count = count;
        DbSchedulerTable.create(bench);
        this.client = SchedulerClient.Builder.create(bench.dataSource(), task).build();
    }

    @Override
    public String title() {
        return "db-scheduler cancel";
    }

    @Override
    public void prepare() {
        schedule();
        bench.execute("VACUUM ANALYZE scheduled_tasks");
    }

    /** By its batch. */
    void schedule() {
        instances = IntStream.range(0, count)
                .<TaskInstance<?>>mapToObj(number -> task.instance("job-" + number))
                .toList();
        client.scheduleBatch(instances, Instant.now().plus(Duration.ofDays(1)));
    }

    @Override
    public long run() {
        instances.forEach(client::cancel);
        return count;
    }

    @Override
    public void check() {
        Work.requireDone(title(), bench.count("SELECT count(*) FROM scheduled_tasks"));
    }
}
