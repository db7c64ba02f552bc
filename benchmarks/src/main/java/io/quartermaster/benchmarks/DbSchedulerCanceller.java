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
        bench.execute("""
                CREATE TABLE scheduled_tasks (
                  task_name text, task_instance text, task_data bytea, execution_time timestamptz, picked boolean,
                  picked_by text, last_success timestamptz, last_failure timestamptz, consecutive_failures int,
                  last_heartbeat timestamptz, version bigint, priority smallint,
                  PRIMARY KEY (task_name, task_instance))
                """);
        bench.execute("CREATE INDEX scheduled_tasks_time ON scheduled_tasks (execution_time)");
        bench.execute("CREATE INDEX scheduled_tasks_heartbeat ON scheduled_tasks (last_heartbeat)");
        this.client = SchedulerClient.Builder.create(bench.dataSource(), task).build();
    }

    @Override
    public String title() {
        return "db-scheduler cancel";
    }

    @Override
    public void prepare() {
        instances = IntStream.range(0, count)
                .<TaskInstance<?>>mapToObj(number -> task.instance("job-" + number))
                .toList();
        client.scheduleBatch(instances, Instant.now().plus(Duration.ofDays(1)));
        bench.execute("VACUUM ANALYZE scheduled_tasks");
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
