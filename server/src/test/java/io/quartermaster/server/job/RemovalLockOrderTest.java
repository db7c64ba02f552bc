package io.quartermaster.server.job;

import static io.quartermaster.server.job.JobFixture.caller;
import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.server.security.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Goal: two removals of the same jobs never deadlock, in whatever way they find them. Method: while another transaction holds
 * the job in the middle, a removal must hold those before it and none of those behind it. The jobs stand in the table in the
 * opposite order.
 */
class RemovalLockOrderTest {
    private static final int JOBS_OF_EACH_AGENT = 3;
    private static final Caller EVERYTHING = caller("/");

    private final JobFixture fixture = new JobFixture();
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private List<UUID> inOrder = List.of();

    @BeforeEach
    void addJobs() {
        List<UUID> agents = List.of(fixture.agent("edge-01.example.net"), fixture.agent("edge-02.example.net"));
        for (UUID agent : agents.reversed()) {
            for (int job = 0; job < JOBS_OF_EACH_AGENT; job++) {
                fixture.immediateJob(agent);
            }
        }
        inOrder = fixture.database.read(tx -> ids(tx, "SELECT id FROM scheduled_job ORDER BY agent_id, id"));
        List<UUID> asTheyStand = fixture.database.read(tx -> ids(tx, "SELECT id FROM scheduled_job ORDER BY ctid"));
        assertThat(asTheyStand).isNotEqualTo(inOrder);
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        fixture.close();
    }

    @Test
    void anUnscheduleByQueryLocksItsJobsInTheOrderOfAgentsAndIds() throws Exception {
        assertLocksInOrder(
                () -> fixture.unscheduleJobs.run(EVERYTHING, new JobSelection.ByQuery("JobType -eq \"Custom\"")));
    }

    @Test
    void anUnscheduleByIdsLocksItsJobsInTheOrderOfAgentsAndIds() throws Exception {
        assertLocksInOrder(() -> fixture.unscheduleJobs.run(EVERYTHING, new JobSelection.ById(inOrder.reversed())));
    }

    @Test
    void whatADepartingAgentLeavesBehindIsLockedInTheOrderOfAgentsAndIds() throws Exception {
        List<UUID> agents = fixture.database.read(tx -> ids(tx, "SELECT id FROM agent ORDER BY id DESC"));
        assertLocksInOrder(() -> fixture.database.inTransaction(tx -> {
            fixture.jobs.removeAllOf(tx, agents, fixture.now(), "somebody");
            return true;
        }));
    }

    private void assertLocksInOrder(Callable<?> removal) throws Exception {
        int middle = inOrder.size() / 2;
        List<Future<?>> removing = new ArrayList<>();
        fixture.database.runInTransaction(tx -> {
            fixture.jobs.lockAll(tx, List.of(inOrder.get(middle)));
            removing.add(threads.submit(removal));
            fixture.testDatabase.awaitBlocked(removing.getFirst());
            assertThat(nobodyHolds()).containsExactlyElementsOf(inOrder.subList(middle + 1, inOrder.size()));
        });
        removing.getFirst().get();
        assertThat(fixture.one("SELECT count(*) FROM scheduled_job")).isZero();
    }

    /** On a thread of its own, since a transaction is not begun inside another one. */
    private List<UUID> nobodyHolds() {
        return CompletableFuture.supplyAsync(
                        () -> fixture.database.inTransaction(tx ->
                                ids(tx, "SELECT id FROM scheduled_job ORDER BY agent_id, id FOR UPDATE SKIP LOCKED")),
                        threads)
                .join();
    }

    private static List<UUID> ids(Handle tx, String sql) {
        return tx.createQuery(sql).mapTo(UUID.class).list();
    }
}
