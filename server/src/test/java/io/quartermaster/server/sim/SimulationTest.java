package io.quartermaster.server.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.server.db.TestDatabase;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: no attempt of a job begins after its unschedule succeeded, and a one-time job in process is never reported as
 * unscheduled; none begins while its job is paused, in quiet hours, beyond a cap or before its wave; whatever the network, the agents and the people do.
 *
 * What an undo puts back is another job: it may run, and the one that was unscheduled still never does.
 *
 * <p>Method: {@link SimulatedWorld}, one world for each seed, {@link Invariants} after each step. A failure names the
 * seed; {@code ./qm sim --seed N} runs that world again.
 */
class SimulationTest {
    private static final int SEEDS = 200;
    private static final int STEPS = 150;
    private static final int AGENTS = 3;
    private static final double FAULT_RATE = 0.15;

    /** With fewer seeds than this, some things need not have happened. */
    private static final long SEEDS_FOR_COVERAGE = 50;

    private static final Coverage COVERAGE = new Coverage();
    private static @Nullable TestDatabase shared;
    private static long worlds;

    @BeforeAll
    static void open() {
        shared = TestDatabase.fresh();
    }

    @AfterAll
    static void close() {
        if (shared != null) {
            shared.close();
        }
        System.out.println("Simulation of " + worlds + " worlds: " + COVERAGE);
        if (worlds >= SEEDS_FOR_COVERAGE) {
            for (Coverage.Happening happening : Coverage.Happening.values()) {
                assertThat(COVERAGE.of(happening)).as(happening.name()).isPositive();
            }
        }
    }

    static LongStream seeds() {
        Long one = Long.getLong("qm.sim.seed");
        return one != null ? LongStream.of(one) : LongStream.rangeClosed(1, Long.getLong("qm.sim.seeds", SEEDS));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aJobWhoseUnscheduleSucceededNeverRuns(long seed) {
        if (shared == null) {
            throw new IllegalStateException("The database was not opened");
        }
        shared.database().runInTransaction(tx -> tx.execute("""
                TRUNCATE agent, agent_presence, agent_job_list, agent_session, session_change, scheduled_job, attempt_in_process, job_history,
                         job_event, job_data, audit_entry, job_operation, unscheduled_job, changed_attempt, plan, plan_job,
                         finding, self_check_place, job_pause, quiet_hours, job_cap, rollout, rollout_wave, rollout_job,
                         certificate_store, inventory_entry, inventory_entry_certificate, inventory_version, inventory_change,
                         held_inventory
                """));
        SimulatedWorld world = new SimulatedWorld(seed, shared, AGENTS, FAULT_RATE, COVERAGE);
        worlds++;
        try {
            world.run(STEPS);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("Seed " + seed + ", " + world.lastAction() + " (./qm sim --seed " + seed + ")", e);
        }
    }
}
