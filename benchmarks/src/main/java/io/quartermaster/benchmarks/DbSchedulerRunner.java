package io.quartermaster.benchmarks;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.event.AbstractSchedulerListener;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** db-scheduler runs due tasks that do nothing: it locks and fetches as its manual recommends for a high throughput. */
final class DbSchedulerRunner implements Way {
    private static final double FETCHES_BELOW = 1.0;
    private static final double FETCHES_UP_TO = 4.0;

    private final BenchDatabase bench;
    private final OneTimeTask<Void> task = Tasks.oneTime("bench").execute((instance, context) -> {});
    private final SchedulerClient client;
    private final int threads;
    private final int count;
    private CountDownLatch completed = new CountDownLatch(0);
    private @Nullable Scheduler scheduler;

    DbSchedulerRunner(BenchDatabase bench, int threads, int count) {
        this.bench = bench;
        this.threads = threads;
        this.count = count;
        DbSchedulerTable.create(bench);
        this.client = SchedulerClient.Builder.create(bench.dataSource(), task).build();
    }

    @Override
    public String title() {
        return "db-scheduler, lock-and-fetch, " + threads + " threads";
    }

    @Override
    public void prepare() {
        client.scheduleBatch(
                IntStream.range(0, count).<TaskInstance<?>>mapToObj(number -> task.instance("job-" + number)),
                Instant.now());
        bench.execute("VACUUM ANALYZE scheduled_tasks");
        completed = new CountDownLatch(count);
        scheduler = Scheduler.create(bench.dataSource(), task)
                .threads(threads)
                .pollUsingLockAndFetch(FETCHES_BELOW, FETCHES_UP_TO)
                .enableImmediateExecution()
                .addSchedulerListener(new AbstractSchedulerListener() {
                    @Override
                    public void onExecutionComplete(ExecutionComplete executionComplete) {
                        completed.countDown();
                    }
                })
                .build();
    }

    @Override
    public long run() throws InterruptedException {
        if (scheduler != null) {
            scheduler.start();
        }
        completed.await();
        return count;
    }

    @Override
    public void check() {
        if (scheduler != null) {
            scheduler.stop();
        }
        Work.requireDone(title(), bench.count("SELECT count(*) FROM scheduled_tasks"));
    }
}
