package io.quartermaster.server.operation;

import static io.quartermaster.server.operation.OperationFixture.EVERYTHING;
import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.server.agent.AgentSession;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.DatabaseSettings;
import io.quartermaster.server.db.FaultyConnections;
import io.quartermaster.server.job.AcknowledgeJobs;
import io.quartermaster.server.job.AttemptSelection;
import io.quartermaster.server.job.BulkAction;
import io.quartermaster.server.job.JobFixture;
import io.quartermaster.server.job.JobKind;
import io.quartermaster.server.job.JobSelection;
import io.quartermaster.server.job.RescheduleJobs;
import io.quartermaster.server.job.UnscheduleJobs;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Goal: a server that is killed between any two statements of a command leaves all of it or nothing.
 *
 * <p>Method: each command is given again and again over {@link FaultyConnections}; the connection breaks before the first
 * statement, then before the second, and so on, the commit included. As long as it breaks, no row of any table has
 * changed; the first time it does not, the command is done as a whole.
 */
class KilledBetweenStatementsTest {
    private static final int STATEMENTS_MAX = 60;
    private static final List<String> TABLES = List.of(
            "scheduled_job",
            "unscheduled_job",
            "changed_attempt",
            "job_operation",
            "plan",
            "plan_job",
            "job_event",
            "job_history",
            "job_secret",
            "agent_job_list",
            "audit_entry");

    private final OperationFixture fixture = new OperationFixture();
    private final FaultyConnections connections = new FaultyConnections(fixture.base.testDatabase.dataSource());
    private final Database database =
            new Database(connections, DatabaseSettings.DEFAULT, duration -> {}, new Random(1));
    private final UnscheduleJobs unscheduleJobs = new UnscheduleJobs(
            database,
            fixture.base.jobs,
            fixture.base.sessions,
            fixture.base.operations,
            fixture.base.audit,
            fixture.base.clock);
    private final RescheduleJobs rescheduleJobs = new RescheduleJobs(
            database,
            fixture.base.agentRepository,
            fixture.base.jobs,
            fixture.base.history,
            fixture.base.sessions,
            fixture.base.operations,
            fixture.base.audit,
            fixture.base.ids,
            fixture.base.clock);
    private final AcknowledgeJobs acknowledgeJobs = new AcknowledgeJobs(
            database, fixture.base.history, fixture.base.operations, fixture.base.audit, fixture.base.clock);
    private final UUID agent = fixture.base.agent("edge-01.example.net");
    private final AgentSession session = fixture.base.session(agent);

    @AfterEach
    void close() {
        fixture.close();
    }

    /** Jobs on the schedule, one that waits for a retry, and a failure that is over. */
    @BeforeEach
    void fill() {
        UUID failed = fixture.base.storeJob(agent, JobKind.MANAGEMENT, fixture.base.store(agent, 5));
        fixture.base.run(session, failed, 4);
        fixture.unschedule(failed);
        fixture.base.immediateJob(agent);
        fixture.base.customJob(agent, "D_23:30");
        fixture.base.run(session, fixture.base.immediateJob(agent), 4);
    }

    enum Command {
        UNSCHEDULE,
        RESCHEDULE,
        ACKNOWLEDGE,
        PLAN,
        APPLY,
        UNDO
    }

    @ParameterizedTest
    @EnumSource(Command.class)
    void allOfItOrNothing(Command command) {
        Consumer<Integer> attempt = prepared(command);
        String before = everything();
        int statements = 0;
        while (!goesThrough(attempt, statements)) {
            assertThat(everything()).as("broken after " + statements).isEqualTo(before);
            statements++;
            assertThat(statements).isLessThan(STATEMENTS_MAX);
        }
        assertThat(statements).as("statements and the commit").isGreaterThan(3);
        assertThat(everything()).isNotEqualTo(before);
        assertThat(fixture.base.one("SELECT count(*) FROM job_operation"))
                .isEqualTo(
                        switch (command) {
                            case PLAN -> 1;
                            case UNDO -> 3;
                            default -> 2;
                        });
    }

    /** The command, ready to be given; the number says after how many statements the connection breaks. */
    private Consumer<Integer> prepared(Command command) {
        JobSelection jobs = new JobSelection.ByQuery("JobType -eq \"Custom\"");
        AttemptSelection failures = new AttemptSelection.ByQuery("JobType -eq \"Management\"");
        Runnable given = switch (command) {
            case UNSCHEDULE -> () -> unscheduleJobs.run(EVERYTHING, jobs);
            case RESCHEDULE -> () -> rescheduleJobs.run(EVERYTHING, failures);
            case ACKNOWLEDGE -> () -> acknowledgeJobs.run(EVERYTHING, failures);
            case PLAN -> {
                CreatePlan plan = new CreatePlan(
                        database, fixture.plans, fixture.base.audit, fixture.base.ids, fixture.base.clock);
                yield () -> plan.run(EVERYTHING, new PlanOrder(BulkAction.UNSCHEDULE, jobs, null));
            }
            case APPLY -> {
                UUID plan = fixture.plan(EVERYTHING, BulkAction.UNSCHEDULE, jobs)
                        .plan()
                        .id();
                ApplyPlan apply = new ApplyPlan(
                        database,
                        fixture.plans,
                        fixture.base.operationsOnRecord,
                        unscheduleJobs,
                        rescheduleJobs,
                        acknowledgeJobs,
                        fixture.base.clock);
                yield () -> apply.run(EVERYTHING, plan, ApplyMode.ALL_OR_NOTHING, null);
            }
            case UNDO -> {
                UUID unschedule =
                        fixture.base.unscheduleJobs.run(EVERYTHING, jobs).id();
                UndoOperation undo = OperationFixture.undo(fixture.base, database);
                yield () -> undo.run(EVERYTHING, unschedule, null);
            }
        };
        return statements -> {
            connections.breakAfter(statements);
            given.run();
        };
    }

    private static boolean goesThrough(Consumer<Integer> attempt, int statements) {
        try {
            attempt.accept(statements);
            return true;
        } catch (JdbiException broken) {
            return false;
        }
    }

    private String everything() {
        JobFixture base = fixture.base;
        return base.database.read(tx -> {
            StringBuilder all = new StringBuilder();
            for (String table : TABLES) {
                all.append(tx.createQuery(
                                "SELECT coalesce(string_agg(CAST(t AS text), chr(10) ORDER BY CAST(t AS text)), '') FROM "
                                        + table + " t")
                        .mapTo(String.class)
                        .one());
            }
            return all.toString();
        });
    }
}
