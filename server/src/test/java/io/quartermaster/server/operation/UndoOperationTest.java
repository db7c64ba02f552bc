package io.quartermaster.server.operation;

import static io.quartermaster.server.job.JobFixture.caller;
import static io.quartermaster.server.operation.OperationFixture.EVERYTHING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quartermaster.agent.protocol.ConfigureReply;
import io.quartermaster.server.agent.AgentSession;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.error.FailedOperation;
import io.quartermaster.server.job.AttemptSelection;
import io.quartermaster.server.job.BulkAction;
import io.quartermaster.server.job.JobKind;
import io.quartermaster.server.job.JobOperation;
import io.quartermaster.server.job.StorePlace;
import io.quartermaster.server.schedule.Schedule;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.setting.JobSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Taking an unschedule back, on real PostgreSQL. */
class UndoOperationTest {
    private final OperationFixture fixture = new OperationFixture();
    private final UUID agent = fixture.base.agent("edge-01.example.net");
    private final AgentSession session = fixture.base.session(agent);

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void theSameSchedulesAreBackUnderNewIdsThatAreLinkedToTheOld() {
        UUID weekly = fixture.base.customJob(agent, "W_2_07:00");
        UUID interval = fixture.base.customJob(agent, "I_60");
        UUID onStore = fixture.base.storeJob(agent, JobKind.MANAGEMENT, fixture.base.store(agent, 5));
        List<String> before = fixture.schedules();
        JobOperation unschedule = fixture.unschedule(weekly, interval, onStore);
        fixture.base.advance(Duration.ofDays(2));
        AgentSession holding = fixture.base.session(agent);
        JobOperation undo = fixture.undo.run(EVERYTHING, unschedule.id(), "a mistake");
        assertThat(fixture.schedules()).isEqualTo(before);
        assertThat(undo.action()).isEqualTo(BulkAction.UNDO);
        assertThat(undo.undoOf()).isEqualTo(unschedule.id());
        assertThat(undo.jobs()).isEqualTo(3);
        assertThat(undo.reason()).isEqualTo("a mistake");
        assertThat(onRecord(unschedule.id()).undoneBy()).isEqualTo(undo.id());
        assertThat(fixture.base.isStale(holding)).isTrue();
        UUID restored = fixture.restoredAs(weekly);
        assertThat(restored).isNotEqualTo(weekly);
        assertThat(events(weekly)).endsWith("RESTORED as " + restored);
        assertThat(events(restored)).containsExactly("RESTORED from " + weekly);
        assertThat(fixture.base.one(
                        "SELECT count(*) FROM audit_entry WHERE audit_identifier = 'Undo' AND operation = 18"))
                .isEqualTo(1);
    }

    @Test
    void howTheJobWasHandedOutIsBackToo() {
        UUID job = fixture.base.customJob(agent, "I_60");
        fixture.base.database.runInTransaction(tx -> tx.execute(
                "UPDATE scheduled_job SET overlap = 'SKIP', jitter_seconds = 90, jittered_seconds = 7 WHERE id = ?",
                job));
        fixture.undo.run(EVERYTHING, fixture.unschedule(job).id(), null);
        assertThat(fixture.base.one("""
                        SELECT count(*) FROM scheduled_job
                         WHERE id = ? AND overlap = 'SKIP' AND jitter_seconds = 90 AND jittered_seconds = 7
                        """, fixture.restoredAs(job))).isEqualTo(1);
    }

    @Test
    void theRestoredJobRunsAndTheUnscheduledOneNeverDoes() {
        UUID job = fixture.base.immediateJob(agent);
        fixture.undo.run(EVERYTHING, fixture.unschedule(job).id(), null);
        UUID restored = fixture.restoredAs(job);
        assertThat(fixture.base.listed(agent)).containsExactly(restored);
        ConfigureReply old = fixture.base.configure(session, job);
        assertThat(old.jobCancelled()).isTrue();
        assertThat(old.auditId()).isZero();
        fixture.base.run(session, restored, 2);
        assertThat(fixture.base.attemptsOf(restored)).isEqualTo("2/3");
        assertThat(fixture.base.attemptsOf(job)).isEmpty();
    }

    @Test
    void aRunThatWasDueMeanwhileIsDueAtOnce() {
        UUID once =
                fixture.base.customJob(agent, new Schedule.ExactlyOnce(Instant.parse("2026-03-29T02:00:00Z")).text());
        JobOperation unschedule = fixture.unschedule(once);
        fixture.base.advance(Duration.ofHours(5));
        fixture.undo.run(EVERYTHING, unschedule.id(), null);
        AgentSession later = fixture.base.session(agent);
        fixture.base.run(later, fixture.restoredAs(once), 2);
        assertThat(fixture.base.attemptsOf(fixture.restoredAs(once))).isEqualTo("2/3");
    }

    @Test
    void aJobThatWaitedForARetryWaitsAgainAndHasNoMoreRetriesThanBefore() {
        UUID job = fixture.base.immediateJob(agent);
        fixture.base.run(session, job, 4);
        JobOperation unschedule = fixture.unschedule(job);
        assertThat(fixture.base.attemptsOf(job)).isEqualTo("4/3");
        fixture.undo.run(EVERYTHING, unschedule.id(), null);
        assertThat(fixture.base.attemptsOf(job)).as("it will be tried again").isEqualTo("4/5");
        UUID restored = fixture.restoredAs(job);
        for (int retry = 1; retry <= JobSettings.DEFAULT.retriesMax(); retry++) {
            fixture.base.advance(Duration.ofHours(1));
            fixture.base.run(session, restored, 4);
        }
        assertThat(fixture.base.attemptsOf(restored)).isEqualTo("4/5 4/5 4/5 4/5 4/3");
        assertThat(fixture.base.isScheduled(restored)).isFalse();
    }

    @Test
    void whatWasUnscheduledTwiceIsPutBackByTheUndoOfTheSecond() {
        UUID job = fixture.base.customJob(agent, "D_23:30");
        List<String> before = fixture.schedules();
        JobOperation first = fixture.unschedule(job);
        fixture.undo.run(EVERYTHING, first.id(), null);
        JobOperation second = fixture.unschedule(fixture.restoredAs(job));
        assertThat(refusal(EVERYTHING, first.id()).kind()).isEqualTo(ErrorKind.CHANGED_MEANWHILE);
        fixture.undo.run(EVERYTHING, second.id(), null);
        assertThat(fixture.schedules()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "DELETE FROM agent WHERE id = :agent; Its orchestrator was deleted.",
                "UPDATE agent SET reset_at = :now WHERE id = :agent; Its orchestrator was reset since.",
                "UPDATE agent SET status = 3 WHERE id = :agent; Its orchestrator is not approved.",
                "DELETE FROM certificate_store WHERE id = :store; Its certificate store was deleted, or belongs to another"
                        + " orchestrator now.",
                "UPDATE certificate_store SET agent_id = NULL WHERE id = :store; Its certificate store was deleted, or"
                        + " belongs to another orchestrator now."
            })
    void oneJobWhoseAgentOrStoreIsNotWhatItWasRefusesTheUndoOfAll(String change, String reason) {
        StorePlace store = fixture.base.store(agent, 5);
        UUID job = fixture.base.storeJob(agent, JobKind.MANAGEMENT, store);
        UUID fine = fixture.base.immediateJob(fixture.base.agent("edge-02.example.net"));
        JobOperation unschedule = fixture.unschedule(job, fine);
        fixture.base.database.runInTransaction(tx -> tx.createUpdate(change)
                .configure(
                        org.jdbi.v3.core.statement.SqlStatements.class, config -> config.setUnusedBindingAllowed(true))
                .bind("agent", agent)
                .bind("store", store.storeId())
                .bind("now", fixture.base.now())
                .execute());
        CommandException refusal = refusal(EVERYTHING, unschedule.id());
        assertThat(refusal.kind()).isEqualTo(ErrorKind.CHANGED_MEANWHILE);
        assertThat(refusal.failedOperations()).containsExactly(new FailedOperation(job.toString(), reason));
        assertThat(fixture.schedules()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "DELETE FROM custom_job_type WHERE id = ?; Its job type was deleted.",
                "UPDATE custom_job_type SET changed_at = '2026-03-29T01:00:00Z' WHERE id = ?; The name or the fields of its"
                        + " job type were changed since."
            })
    void aCustomJobWhoseTypeIsNotWhatItWasIsNotPutBack(String change, String reason) {
        UUID job = fixture.base.immediateJob(agent);
        JobOperation unschedule = fixture.unschedule(job);
        UUID type = fixture.base.customJobType();
        fixture.base.database.runInTransaction(tx -> tx.execute(change, type));
        assertThat(refusal(EVERYTHING, unschedule.id()).failedOperations())
                .containsExactly(new FailedOperation(job.toString(), reason));
    }

    @Test
    void anEqualJobThatWasScheduledSinceIsNotDoubledAndADifferentOneDoesNotMatter() {
        UUID job = fixture.base.customJob(agent, "D_23:30");
        UUID twin = fixture.base.customJob(agent, "D_23:30");
        JobOperation unschedule = fixture.unschedule(job);
        fixture.base.advance(Duration.ofMinutes(1));
        fixture.base.customJob(agent, "D_23:45");
        UUID equal = fixture.base.customJob(agent, "D_23:30");
        assertThat(refusal(EVERYTHING, unschedule.id()).failedOperations())
                .containsExactly(new FailedOperation(job.toString(), "An equal job was scheduled since."));
        fixture.unschedule(equal);
        fixture.undo.run(EVERYTHING, unschedule.id(), null);
        assertThat(fixture.base.isScheduled(twin)).isTrue();
        assertThat(fixture.base.isScheduled(fixture.restoredAs(job))).isTrue();
    }

    @Test
    void onlyAnUnscheduleOfLateThatWasNotUndoneCanBeUndone() {
        UUID job = fixture.base.customJob(agent, "I_60");
        fixture.base.run(session, job, 4);
        JobOperation acknowledgement =
                fixture.base.acknowledgeJobs.run(EVERYTHING, new AttemptSelection.ByQuery("Result -eq 4"));
        assertThat(refusal(EVERYTHING, acknowledgement.id()).kind()).isEqualTo(ErrorKind.NOT_ELIGIBLE);
        assertThat(refusal(EVERYTHING, new UUID(1, 1)).kind()).isEqualTo(ErrorKind.NOT_FOUND);
        JobOperation unschedule = fixture.unschedule(job);
        fixture.base.advance(Duration.ofDays(JobSettings.DEFAULT.undoDays()));
        CommandException late = refusal(EVERYTHING, unschedule.id());
        assertThat(late.kind()).isEqualTo(ErrorKind.NOT_ELIGIBLE);
        assertThat(late).hasMessageContaining("could be undone until 2026-04-05T00:59:00Z");
    }

    @Test
    void whoMayNotUnscheduleMayNotUndoEither() {
        UUID in5 = fixture.base.storeJob(agent, JobKind.MANAGEMENT, fixture.base.store(agent, 5));
        UUID in6 = fixture.base.storeJob(agent, JobKind.MANAGEMENT, fixture.base.store(agent, 6));
        JobOperation both = fixture.unschedule(in5, in6);
        Caller container5 = caller("/agents/management/modify/", "/certificate_stores/schedule/5/");
        assertThat(refusal(container5, both.id())).hasMessageContaining("/certificate_stores/schedule/6/");
        assertThat(refusal(caller("/agents/management/read/"), both.id()).kind())
                .isEqualTo(ErrorKind.NO_PERMISSION);
        fixture.undo.run(
                caller(
                        "/agents/management/modify/",
                        "/certificate_stores/schedule/5/",
                        "/certificate_stores/schedule/6/"),
                both.id(),
                null);
        assertThat(fixture.schedules()).hasSize(2);
    }

    @Test
    void ofTwoUndosAtOnceOneDoesIt() throws Exception {
        UUID job = fixture.base.customJob(agent, "D_23:30");
        UUID unschedule = fixture.unschedule(job).id();
        Callable<Boolean> undo = () -> {
            try {
                fixture.undo.run(EVERYTHING, unschedule, null);
                return true;
            } catch (CommandException e) {
                assertThat(e.kind()).isEqualTo(ErrorKind.CHANGED_MEANWHILE);
                return false;
            }
        };
        try (ExecutorService two = Executors.newFixedThreadPool(2)) {
            Set<Boolean> done = two.invokeAll(List.of(undo, undo)).stream()
                    .map(Future::resultNow)
                    .collect(Collectors.toSet());
            assertThat(done).containsExactlyInAnyOrder(true, false);
        }
        assertThat(fixture.schedules()).hasSize(1);
    }

    private JobOperation onRecord(UUID id) {
        return fixture.base
                .database
                .read(tx -> fixture.base.operationsOnRecord.find(tx, id))
                .orElseThrow();
    }

    private List<String> events(UUID jobId) {
        return fixture.base.database.read(tx -> tx.createQuery(
                        "SELECT concat_ws(' ', event, detail) FROM job_event WHERE job_id = :id ORDER BY id")
                .bind("id", jobId)
                .mapTo(String.class)
                .list());
    }

    private CommandException refusal(Caller caller, UUID operationId) {
        return catchThrowableOfType(CommandException.class, () -> fixture.undo.run(caller, operationId, null));
    }
}
