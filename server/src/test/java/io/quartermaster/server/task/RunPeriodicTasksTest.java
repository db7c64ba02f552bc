package io.quartermaster.server.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.db.TestDatabase;
import io.quartermaster.server.job.SettableClock;
import io.quartermaster.server.schedule.Schedule;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.security.Grants;
import io.quartermaster.server.security.PermissionString;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When periodic tasks run, on a real database with a clock that stands still. */
final class RunPeriodicTasksTest {
    private static final int SHEEP = 901;
    private static final int GOATS = 902;
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final TestDatabase test = TestDatabase.fresh();
    private final SettableClock clock = new SettableClock(NOON);
    private final TaskRepository repository = new TaskRepository();
    private final AtomicInteger sheep = new AtomicInteger();
    private final AtomicInteger goats = new AtomicInteger();

    @BeforeEach
    void tasks() {
        test.database().runInTransaction(tx -> {
            tx.execute("DELETE FROM scheduled_task");
            tx.execute("""
                    INSERT INTO scheduled_task (id, type, name, schedule, enabled, next_run)
                    VALUES (1, 901, 'Counting of sheep', 'I_60', TRUE, '2026-03-01T12:00:00Z'),
                           (2, 902, 'Counting of goats', 'D_13:30', TRUE, '2026-03-01T13:30:00Z')
                    """);
        });
    }

    @AfterEach
    void drop() {
        test.close();
    }

    private RunPeriodicTasks server() {
        return server(sheep::incrementAndGet);
    }

    private RunPeriodicTasks server(Runnable sheepWork) {
        return new RunPeriodicTasks(
                test.database(),
                repository,
                new PeriodicTasks(
                        List.of(new PeriodicTask(SHEEP, sheepWork), new PeriodicTask(GOATS, goats::incrementAndGet))),
                clock);
    }

    private void schedule(int type, Optional<Schedule.Recurring> schedule, Optional<Boolean> enabled) {
        Caller admin = new Caller("CORP\\alice", List.of("Role"), Grants.of(List.of(PermissionString.parse("/"))));
        new ScheduleTask(test.database(), repository, new AuditLog(test.database(), clock), clock)
                .run(admin, new TaskTime(type, Optional.empty(), schedule, enabled));
    }

    @Test
    void aTaskRunsWhenItsTimeHasComeAndNotAgainBeforeTheNext() {
        RunPeriodicTasks server = server();
        server.run();
        server.run();
        assertThat(sheep).hasValue(1);
        assertThat(goats).hasValue(0);

        clock.advance(Duration.ofMinutes(90));
        server.run();

        assertThat(sheep).hasValue(2);
        assertThat(goats).hasValue(1);
        ScheduledTask task = test.database().read(tx -> repository.all(tx)).getFirst();
        assertThat(task.lastRun()).isEqualTo(NOON.plus(Duration.ofMinutes(90)));
        assertThat(task.nextRun()).isEqualTo(NOON.plus(Duration.ofHours(2)));
    }

    @Test
    void ofSeveralServersOneRunsIt() throws Exception {
        int servers = 8;
        CountDownLatch ready = new CountDownLatch(servers);
        Callable<Void> work = () -> {
            RunPeriodicTasks server = server();
            ready.countDown();
            ready.await();
            server.run();
            return null;
        };
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var done : threads.invokeAll(java.util.Collections.nCopies(servers, work))) {
                done.get();
            }
        }

        assertThat(sheep).hasValue(1);
    }

    @Test
    void aTaskThatFailsKeepsNoOtherFromRunning() {
        clock.advance(Duration.ofMinutes(90));

        server(() -> {
                    throw new IllegalStateException("The sheep are asleep");
                })
                .run();

        assertThat(goats).hasValue(1);
        ScheduledTask failed = test.database().read(tx -> repository.all(tx)).getFirst();
        assertThat(failed.nextRun()).isAfter(clock.instant());
    }

    @Test
    void aTaskThatIsOffDoesNotRunAndOneThatIsOnAgainBeginsAnew() {
        schedule(SHEEP, Optional.empty(), Optional.of(false));
        server().run();
        assertThat(sheep).hasValue(0);

        clock.advance(Duration.ofMinutes(7));
        schedule(SHEEP, Optional.empty(), Optional.of(true));
        server().run();

        assertThat(sheep).hasValue(1);
    }

    @Test
    void anotherTimeCountsFromNowOn() {
        schedule(GOATS, Optional.of(new Schedule.Interval(5)), Optional.empty());

        server().run();

        assertThat(goats).hasValue(1);
    }

    @Test
    void theTaskOfANewerServerIsLeftToIt() {
        test.database().runInTransaction(tx -> tx.execute("UPDATE scheduled_task SET type = 903 WHERE id = 1"));

        server().run();

        ScheduledTask foreign =
                test.database().read(tx -> repository.due(tx, clock.instant())).getFirst();
        assertThat(foreign.lastRun()).isNull();
    }

    @Test
    void everyTaskOfThisServerHasItsRow() {
        try (TestDatabase fresh = TestDatabase.fresh()) {
            List<ScheduledTask> rows = fresh.database().read(repository::all);

            assertThat(rows)
                    .extracting(ScheduledTask::type)
                    .containsExactly(
                            PeriodicTasks.SESSIONS,
                            PeriodicTasks.SECRETS,
                            PeriodicTasks.HISTORY,
                            PeriodicTasks.CERTIFICATES,
                            PeriodicTasks.LATE_AGENTS,
                            PeriodicTasks.SELF_CHECK,
                            PeriodicTasks.DELIVERIES,
                            PeriodicTasks.AUTHORITIES,
                            PeriodicTasks.PRIVATE_KEYS,
                            PeriodicTasks.INVENTORY_VERSIONS,
                            PeriodicTasks.RENEWALS);
        }
    }
}
