package io.quartermaster.server.job;

import static io.quartermaster.server.job.JobFixture.caller;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.server.agent.AgentSession;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.setting.JobSettings;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What bulk operations leave behind: who did what to how many, and the jobs themselves as long as they are kept. */
class JobOperationsTest {
    private static final Caller EVERYTHING = caller("/");

    private final JobFixture fixture = new JobFixture();
    private final UUID agent = fixture.agent("edge-01.example.net");
    private final AgentSession session = fixture.session(agent);

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void anUnscheduleIsOnRecordWithEverythingThatWasOnTheSchedule() {
        UUID waiting = fixture.immediateJob(agent);
        fixture.run(session, waiting, 4);
        UUID weekly = fixture.customJob(agent, "W_2_07:00");
        UUID onStore = fixture.storeJob(agent, JobKind.MANAGEMENT, fixture.store(agent, 5));
        Set<String> before = rows("scheduled_job");
        JobOperation done =
                fixture.unscheduleJobs.run(EVERYTHING, new JobSelection.ById(List.of(waiting, weekly, onStore)));
        assertThat(onRecord(done.id())).isEqualTo(done);
        assertThat(done.action()).isEqualTo(BulkAction.UNSCHEDULE);
        assertThat(done.actor()).isEqualTo("CORP\\alice");
        assertThat(done.selection()).isEqualTo("3 ids");
        assertThat(done.jobs()).isEqualTo(3);
        assertThat(done.agents()).isEqualTo(1);
        assertThat(done.jobsKeptUntil()).isEqualTo(done.at().plus(Duration.ofDays(JobSettings.DEFAULT.undoDays())));
        assertThat(rows("unscheduled_job")).isEqualTo(before).hasSize(3);
    }

    @Test
    void everyColumnOfTheScheduleIsKept() {
        List<String> notKept = fixture.database.read(
                tx -> tx.createQuery("""
                        SELECT column_name FROM information_schema.columns WHERE table_name = 'scheduled_job'
                        EXCEPT
                        SELECT column_name FROM information_schema.columns WHERE table_name = 'unscheduled_job'
                        """).mapTo(String.class).list());
        assertThat(notKept)
                .as("generated from the schedule; always SCHEDULED when put back")
                .containsExactlyInAnyOrder("recurring", "state");
    }

    @Test
    void aRefusedUnscheduleLeavesNothingOnRecord() {
        UUID job = fixture.immediateJob(agent);
        assertThatThrownBy(() ->
                        fixture.unscheduleJobs.run(EVERYTHING, new JobSelection.ById(List.of(job, fixture.ids.next()))))
                .isInstanceOf(CommandException.class);
        assertThat(fixture.one("SELECT count(*) FROM job_operation")).isZero();
        assertThat(fixture.one("SELECT count(*) FROM unscheduled_job")).isZero();
    }

    @Test
    void anAcknowledgementIsOnRecordWithTheRowsThatItChanged() {
        UUID other = fixture.agent("edge-02.example.net");
        UUID failed = fixture.customJob(agent, "I_60");
        UUID failedToo = fixture.customJob(other, "I_60");
        UUID succeeded = fixture.customJob(agent, "I_60");
        long first = fixture.run(session, failed, 4);
        long second = fixture.run(fixture.session(other), failedToo, 4);
        fixture.run(session, succeeded, 2);
        JobOperation done =
                fixture.acknowledgeJobs.run(EVERYTHING, new AttemptSelection.ByQuery("JobType -eq \"Custom\""));
        assertThat(onRecord(done.id())).isEqualTo(done);
        assertThat(done.jobs()).isEqualTo(2);
        assertThat(done.agents()).isEqualTo(2);
        List<KeptJob> kept = fixture.database.read(tx -> fixture.keptJobs.attempts(tx, done.id(), 0, 10));
        assertThat(kept)
                .containsExactly(
                        new KeptJob(failed, first, agent, "edge-01.example.net", "RestartService", null, null),
                        new KeptJob(failedToo, second, other, "edge-02.example.net", "RestartService", null, null));
    }

    @Test
    void aRescheduleIsOnRecordWithTheNewJobs() {
        StorePlace store = fixture.store(agent, 5);
        UUID job = fixture.storeJob(agent, JobKind.MANAGEMENT, store);
        long failed = fixture.run(session, job, 4);
        fixture.unscheduleJobs.run(EVERYTHING, new JobSelection.ById(List.of(job)));
        JobOperation done = fixture.rescheduleJobs.run(EVERYTHING, new AttemptSelection.ById(List.of(failed)));
        assertThat(onRecord(done.id())).isEqualTo(done);
        KeptJob kept = fixture.database
                .read(tx -> fixture.keptJobs.attempts(tx, done.id(), 0, 10))
                .getFirst();
        assertThat(kept.historyId()).isEqualTo(failed);
        assertThat(kept.jobId()).isEqualTo(job);
        assertThat(kept.newJobId())
                .isNotNull()
                .satisfies(id -> assertThat(fixture.isScheduled(id)).isTrue());
    }

    @Test
    void whenAnUnscheduleCannotBeUndoneAnyMoreItsJobsAreForgottenAndItStaysOnRecord() {
        UUID job = fixture.immediateJob(agent);
        JobOperation done = fixture.unscheduleJobs.run(EVERYTHING, new JobSelection.ById(List.of(job)));
        fixture.advance(Duration.ofDays(JobSettings.DEFAULT.undoDays()).minusSeconds(1));
        fixture.purgeKeptJobs.run();
        assertThat(rows("unscheduled_job")).hasSize(1);
        fixture.advance(Duration.ofSeconds(1));
        fixture.purgeKeptJobs.run();
        assertThat(rows("unscheduled_job")).isEmpty();
        assertThat(onRecord(done.id())).isEqualTo(done);
    }

    private JobOperation onRecord(UUID id) {
        return fixture.database
                .read(tx -> fixture.operationsOnRecord.find(tx, id))
                .orElseThrow();
    }

    private Set<String> rows(String table) {
        return fixture.database.read(
                tx -> tx.createQuery("""
                        SELECT concat_ws('|', agent_id, id, kind, job_type_id, job_type, store_id, client_machine, store_path, target,
                                         schedule, requested_at, requested_by, next_run, retry_count, last_attempt_id,
                                         last_attempt_start, priority, fields) FROM\s""" + table).mapTo(String.class).set());
    }
}
