package io.quartermaster.server.task;

import io.quarkus.scheduler.Scheduled;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.Outage;
import io.quartermaster.server.db.SilentInOutage;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Runs the periodic tasks whose time has come, each on one server only. A run that fails is not repeated: the next one is
 * at its own time.
 */
@Singleton
public class RunPeriodicTasks {
    private static final Logger LOG = Logger.getLogger(RunPeriodicTasks.class);

    private final Database database;
    private final TaskRepository repository;
    private final Map<Integer, PeriodicTask> byType;
    private final InstantSource clock;

    public RunPeriodicTasks(Database database, TaskRepository repository, PeriodicTasks tasks, InstantSource clock) {
        this.database = database;
        this.repository = repository;
        this.byType =
                tasks.all().stream().collect(Collectors.toUnmodifiableMap(PeriodicTask::type, Function.identity()));
        this.clock = clock;
    }

    @SilentInOutage
    @Scheduled(every = "20s", delayed = "35s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void everyFewSeconds() {
        run();
    }

    /** Runs all that are due now, one after the other. */
    public void run() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        for (ScheduledTask due : database.read(tx -> repository.due(tx, now))) {
            // A row that this server knows no task for is that of a newer server on the same database.
            PeriodicTask task = byType.get(due.type());
            if (task != null && database.inTransaction(tx -> repository.begin(tx, due, now))) {
                run(due, task);
            }
        }
    }

    private static void run(ScheduledTask due, PeriodicTask task) {
        try {
            task.work().run();
        } catch (RuntimeException e) {
            // That the database is away is said elsewhere, once.
            if (!Outage.caused(e)) {
                LOG.errorf(e, "The task '%s' failed", due.name());
            }
        }
    }
}
