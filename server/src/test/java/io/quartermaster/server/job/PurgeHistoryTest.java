package io.quartermaster.server.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.agent.protocol.CompleteRequest;
import io.quartermaster.server.agent.AgentSession;
import io.quartermaster.server.db.MonthlyPartitions;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.setting.HistorySettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is removed of the past, on a real database with a clock that people move. */
final class PurgeHistoryTest {
    private static final int KEEP_DAYS = 40;

    private final JobFixture fixture = new JobFixture();
    private final MonthlyPartitions partitions = new MonthlyPartitions(fixture.database, fixture.clock);
    private final UUID agent = fixture.agent("web-1.example.net");

    @AfterEach
    void drop() {
        fixture.close();
    }

    private void purge() {
        new PurgeHistory(
                        fixture.database,
                        partitions,
                        new HistoryPurgeRepository(),
                        new HistorySettings(KEEP_DAYS, 7),
                        fixture.clock)
                .run();
    }

    /** To some day of a later month; the server that runs then has made its partitions. */
    private void goOn(Duration time) {
        fixture.advance(time);
        partitions.run();
    }

    private UUID jobThatRan() {
        UUID jobId = fixture.immediateJob(agent);
        AgentSession session = fixture.session(agent);
        long auditId = fixture.configure(session, jobId).auditId();
        fixture.submit(session, jobId);
        fixture.complete(session, jobId, auditId, 2);
        return jobId;
    }

    private long rows(String table, UUID jobId) {
        return fixture.database.read(tx -> tx.createQuery("SELECT count(*) FROM " + table + " WHERE job_id = :jobId")
                .bind("jobId", jobId)
                .mapTo(Long.class)
                .one());
    }

    private long data() {
        return fixture.database.read(tx -> tx.createQuery("SELECT count(*) FROM job_data")
                .mapTo(Long.class)
                .one());
    }

    private List<String> months() {
        return fixture.database.read(
                tx -> tx.createQuery("""
                        SELECT p.relname FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhrelid
                         WHERE i.inhparent IN ('job_history'::regclass, 'job_event'::regclass) ORDER BY 1
                        """).mapTo(String.class).list());
    }

    @Test
    void wholeMonthsAreDroppedOnceTheirLastDayIsOldEnough() {
        partitions.run();
        List<String> atFirst = months();
        UUID old = jobThatRan();

        goOn(Duration.ofDays(KEEP_DAYS));
        purge();
        assertThat(rows("job_history", old)).isEqualTo(1);
        assertThat(months()).containsAll(atFirst);

        goOn(Duration.ofDays(31));
        UUID young = jobThatRan();
        purge();

        assertThat(rows("job_history", old)).isZero();
        assertThat(rows("job_event", old)).isZero();
        assertThat(rows("job_history", young)).isEqualTo(1);
        assertThat(rows("job_event", young)).isPositive();
        assertThat(data()).isEqualTo(1);
        assertThat(months()).doesNotContain(atFirst.getFirst());
    }

    @Test
    void whatStandsInNoMonthIsRemovedToo() {
        UUID old = jobThatRan();
        assertThat(months()).containsExactly("job_event_default", "job_history_default");

        goOn(Duration.ofDays(KEEP_DAYS + 31));
        purge();

        assertThat(rows("job_history", old)).isZero();
        assertThat(rows("job_event", old)).isZero();
        assertThat(data()).isZero();
    }

    @Test
    void whatIsInProcessIsNotLostHoweverLongAgoItBegan() {
        partitions.run();
        UUID running = fixture.immediateJob(agent);
        AgentSession session = fixture.session(agent);
        long auditId = fixture.configure(session, running).auditId();
        fixture.submit(session, running);

        goOn(Duration.ofDays(400));
        purge();

        assertThat(rows("job_history", running)).isEqualTo(1);
        assertThat(data()).isEqualTo(1);
        AgentSession later = fixture.session(agent);
        fixture.complete(later, running, auditId, 2);
        purge();
        assertThat(rows("attempt_in_process", running)).isZero();
        assertThat(rows("job_history", running)).isZero();
        assertThat(data()).isZero();
    }

    @Test
    void aJobThatWaitsForItsRetryStillRunsWhenItsFirstAttemptIsGone() {
        UUID recurring = fixture.customJob(agent, "I_60");
        AgentSession session = fixture.session(agent);
        fixture.complete(
                session, recurring, fixture.configure(session, recurring).auditId(), 4);

        goOn(Duration.ofDays(400));
        purge();

        assertThat(rows("job_history", recurring)).isZero();
        AgentSession later = fixture.session(agent);
        fixture.complete(later, recurring, fixture.configure(later, recurring).auditId(), 2);
        assertThat(rows("job_history", recurring)).isEqualTo(1);
    }

    @Test
    void whoeverLooksForWhatWasRemovedIsToldSinceWhenThereIsHistory() {
        UUID old = jobThatRan();
        UUID recurring = fixture.customJob(agent, "I_60");
        assertThat(timeline(recurring).keptFrom()).isNull();

        goOn(Duration.ofDays(400));
        purge();

        Instant from = timeline(recurring).keptFrom();
        assertThat(from).isBetween(fixture.now().minus(Duration.ofDays(KEEP_DAYS + 31)), fixture.now());
        assertThatThrownBy(() -> timeline(old))
                .isInstanceOf(CommandException.class)
                .hasMessage("Nothing is known of a job " + old + ", or not any more. What happened before " + from
                        + " is not kept any more.");
    }

    private JobTimeline timeline(UUID jobId) {
        return fixture.getJobTimeline.run(JobFixture.caller("/agents/management/read/"), jobId, 0);
    }

    @Test
    void aTableThatIsInUseAllTheTimeIsLeftForTheNextTimeAndKeepsNobodyWaiting() throws Exception {
        partitions.run();
        UUID old = jobThatRan();
        goOn(Duration.ofDays(400));
        fixture.database.runInTransaction(reader -> {
            reader.execute("SELECT FROM job_history LIMIT 1");
            Thread other = Thread.ofVirtual().start(this::purge);
            try {
                assertThat(other.join(Duration.ofSeconds(30))).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(rows("job_history", old)).isEqualTo(1);

        purge();

        assertThat(rows("job_history", old)).isZero();
    }

    @Test
    void anEventRepeatsOnlyTheBeginningOfALongMessageAndTheTimelineHasItWhole() {
        UUID jobId = fixture.immediateJob(agent);
        AgentSession session = fixture.session(agent);
        long auditId = fixture.configure(session, jobId).auditId();
        String message = "It did not work. ".repeat(1_000);
        fixture.completeJob.run(
                JobFixture.ACCOUNT,
                new CompleteRequest(
                        3, auditId, jobId.toString(), message, session.token().toString(), null));

        assertThat(fixture.database.<Integer>read(tx -> tx.createQuery(
                                "SELECT length(detail) FROM job_event WHERE job_id = :jobId AND event = 'COMPLETED'")
                        .bind("jobId", jobId)
                        .mapTo(Integer.class)
                        .one()))
                .isEqualTo(AttemptRepository.EVENT_MESSAGE_LENGTH_MAX);
        assertThat(timeline(jobId).entries().getLast().detail()).isEqualTo(message);
    }

    @Test
    void onlyYoungFailuresThatNobodyHasAcknowledgedAreCounted() {
        CountFailures count = new CountFailures(
                fixture.database, new JobPageRepository(), new HistorySettings(365, 7), fixture.clock);
        Caller reader = JobFixture.caller("/agents/management/read/");
        UUID fails = fixture.customJob(agent, "I_60");
        UUID succeeds = fixture.customJob(agent, "I_60");
        AgentSession session = fixture.session(agent);
        fixture.complete(session, fails, fixture.configure(session, fails).auditId(), 4);
        fixture.complete(session, succeeds, fixture.configure(session, succeeds).auditId(), 2);
        fixture.advance(Duration.ofDays(6));
        session = fixture.session(agent);
        fixture.complete(session, fails, fixture.configure(session, fails).auditId(), 3);

        assertThat(count.run(reader, "", 100)).isEqualTo(new RowCount(2, false));
        assertThat(count.run(reader, "", 1)).isEqualTo(new RowCount(1, true));
        assertThat(count.run(reader, "Result -eq 4", 100)).isEqualTo(new RowCount(1, false));

        fixture.advance(Duration.ofDays(2));
        assertThat(count.run(reader, "", 100)).isEqualTo(new RowCount(1, false));
        fixture.acknowledgeJobs.run(
                JobFixture.caller("/agents/management/"), new AttemptSelection.ByQuery("Result -eq 3"));
        assertThat(count.run(reader, "", 100)).isEqualTo(new RowCount(0, false));
    }
}
