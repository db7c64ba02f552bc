package io.quartermaster.server.operation;

import static io.quartermaster.server.operation.OperationFixture.EVERYTHING;
import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.server.job.BulkAction;
import io.quartermaster.server.job.JobOperation;
import io.quartermaster.server.job.JobSelection;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Goal: plan, apply and undo leave an equal set of schedules.
 *
 * <p>Method: a population of random jobs, some waiting for a retry, some in process; a thousand times some of those that
 * can be unscheduled are, by a plan, and the operation is undone. Nothing else changes meanwhile, so after each round the
 * schedule is what it was at first, but for the ids.
 */
class UndoRoundTripTest {
    private static final int SETS = 1_000;
    private static final long SEED = 20_260_329;

    @Test
    void aThousandRandomSetsComeBackAsTheyWere() {
        try (OperationFixture fixture = new OperationFixture()) {
            RandomWork work = new RandomWork(SEED, fixture.base);
            for (int i = 0; i < 8; i++) {
                work.work();
            }
            List<String> before = fixture.schedules();
            assertThat(before.size()).isGreaterThan(10);
            for (int set = 0; set < SETS; set++) {
                List<UUID> chosen = work.some(unschedulable(fixture));
                PlanSummary plan = fixture.plan(EVERYTHING, BulkAction.UNSCHEDULE, new JobSelection.ById(chosen));
                JobOperation unschedule = fixture.apply(plan, ApplyMode.ALL_OR_NOTHING);
                assertThat(fixture.schedules()).as("set " + set).hasSize(before.size() - chosen.size());
                fixture.undo.run(EVERYTHING, unschedule.id(), null);
                assertThat(fixture.schedules())
                        .as("seed " + SEED + ", set " + set)
                        .isEqualTo(before);
            }
        }
    }

    private static List<UUID> unschedulable(OperationFixture fixture) {
        return fixture.base.database.read(
                tx -> tx.createQuery("""
                        SELECT id FROM scheduled_job
                         WHERE state = 'SCHEDULED' AND kind IN ('CUSTOM', 'FETCH_LOGS', 'DISCOVERY', 'MANAGEMENT', 'REENROLLMENT')
                         ORDER BY id
                        """).mapTo(UUID.class).list());
    }
}
