package io.quartermaster.server.job;

import static io.quartermaster.server.job.JobFixture.caller;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quartermaster.server.agent.AgentSession;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.setting.JobSettings;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands on the history, on real PostgreSQL. No retries here, so that a failure is final at once. */
class RescheduleAndAcknowledgeTest {
    private static final Caller EVERYTHING = caller("/");

    private final JobFixture fixture = new JobFixture(new JobSettings(
            0,
            JobSettings.DEFAULT.timeLimit(),
            JobSettings.DEFAULT.undoDays(),
            JobSettings.DEFAULT.historyEnums(),
            JobSettings.DEFAULT.weekDays()));
    private final UUID agent = fixture.agent("edge-01.example.net");
    private final AgentSession session = fixture.session(agent);

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aFailedManagementJobRunsOnceMoreUnderANewIdAndItsRowLeavesTheFailures() {
        StorePlace store = fixture.store(agent, null);
        UUID job = fixture.storeJob(agent, JobKind.MANAGEMENT, store);
        long failed = fixture.run(session, job, 4);
        fixture.rescheduleJobs.run(EVERYTHING, rows(failed));
        assertThat(fixture.attemptsOf(job)).isEqualTo("4/4");
        assertThat(fixture.isScheduled(job)).isFalse();
        assertThat(fixture.listed(agent)).singleElement().isNotEqualTo(job);
        assertThat(fixture.isStale(session)).isTrue();
    }

    @Test
    void aJobThatDoesTheSameAlreadyRefusesAndTwoEqualFailuresLeadToOneRun() {
        StorePlace store = fixture.store(agent, null);
        long first = fixture.run(session, fixture.storeJob(agent, JobKind.MANAGEMENT, store), 4);
        long second = fixture.run(session, fixture.storeJob(agent, JobKind.MANAGEMENT, store), 4);
        fixture.rescheduleJobs.run(EVERYTHING, rows(first, second));
        assertThat(fixture.listed(agent)).hasSize(1);
        assertThat(refusal(rows(first)).kind()).isEqualTo(ErrorKind.NAME_IN_USE);
        assertThat(fixture.listed(agent)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "INVENTORY,,POST /CertificateStores/Schedule",
        "FETCH_LOGS,,POST /OrchestratorJobs/Custom",
        "CUSTOM,,POST /OrchestratorJobs/Custom",
        "CUSTOM,O_2026-03-29T00:59,POST /OrchestratorJobs/Custom",
        "CUSTOM,I_1,runs again by itself",
        "CUSTOM,D_00:59,runs again by itself",
        "SSH_SYNC,,PUT /SSH/ServerGroups"
    })
    void kindsThatAreNotRescheduledAreRefusedWithWhatToUse(JobKind kind, String schedule, String pointer) {
        UUID job = fixture.job(agent, kind, "X" + kind.genericName(), null, schedule);
        long failed = fixture.run(session, job, 4);
        CommandException refusal = refusal(rows(failed));
        assertThat(refusal.kind()).isEqualTo(ErrorKind.NOT_ELIGIBLE);
        assertThat(refusal.failedOperations())
                .singleElement()
                .satisfies(f -> assertThat(f.reason()).contains(pointer));
        assertThat(fixture.attemptsOf(job)).isEqualTo("4/3");
    }

    @Test
    void aWeeklyCustomJobKeepsItsIdAndItsScheduleAndGetsOneExtraRun() {
        UUID job = fixture.customJob(agent, "W_1_00:59");
        long failed = fixture.run(session, job, 4);
        assertThat(fixture.listed(agent)).containsExactly(job);
        fixture.rescheduleJobs.run(EVERYTHING, rows(failed));
        fixture.advance(Duration.ofMinutes(1));
        fixture.run(session, job, 2);
        assertThat(fixture.attemptsOf(job)).isEqualTo("4/4 2/3");
        assertThat(fixture.one(
                        "SELECT count(*) FROM scheduled_job WHERE id = ? AND next_run = '2026-04-05T00:59:00Z'", job))
                .isEqualTo(1);
    }

    @Test
    void anExtraRunJustBeforeTheTimeOfAWeeklyJobIsTheRunOfThatTime() {
        UUID job = fixture.customJob(agent, "W_1_01:00");
        fixture.advance(Duration.ofSeconds(10));
        long failed = fixture.run(session, job, 4);
        fixture.rescheduleJobs.run(EVERYTHING, rows(failed));
        fixture.advance(Duration.ofSeconds(10));
        fixture.run(session, job, 2);
        assertThat(fixture.one(
                        "SELECT count(*) FROM scheduled_job WHERE id = ? AND next_run = '2026-04-05T01:00:00Z'", job))
                .isEqualTo(1);
    }

    @Test
    void aJobThatIsUnscheduledAtTheSameMomentIsNotRescheduled() throws Exception {
        UUID job = fixture.customJob(agent, "W_1_00:59");
        long failed = fixture.run(session, job, 4);
        ErrorKind refused = meanwhile(
                tx -> fixture.unscheduleJobs.run(tx, EVERYTHING, new JobSelection.ById(List.of(job))), rows(failed));
        assertThat(refused).isEqualTo(ErrorKind.NOT_ELIGIBLE);
        assertThat(fixture.attemptsOf(job)).isEqualTo("4/3");
    }

    @Test
    void twoRequestsForEqualJobsAtTheSameMomentLeadToOneJob() throws Exception {
        StorePlace store = fixture.store(agent, null);
        long first = fixture.run(session, fixture.storeJob(agent, JobKind.MANAGEMENT, store), 4);
        long second = fixture.run(session, fixture.storeJob(agent, JobKind.MANAGEMENT, store), 4);
        ErrorKind refused = meanwhile(tx -> fixture.rescheduleJobs.run(tx, EVERYTHING, rows(first)), rows(second));
        assertThat(refused).isEqualTo(ErrorKind.NAME_IN_USE);
        assertThat(fixture.listed(agent)).hasSize(1);
    }

    @Test
    void aRowThatIsAcknowledgedAtTheSameMomentIsStillRescheduled() throws Exception {
        long failed = fixture.run(session, fixture.storeJob(agent, JobKind.MANAGEMENT, fixture.store(agent, null)), 4);
        ErrorKind refused = meanwhile(tx -> fixture.acknowledgeJobs.run(tx, EVERYTHING, rows(failed)), rows(failed));
        assertThat(refused).isNull();
        assertThat(fixture.listed(agent)).hasSize(1);
    }

    /** How a reschedule is refused that comes while another command has not ended; null when it is not. */
    private @Nullable ErrorKind meanwhile(Consumer<Handle> other, AttemptSelection selection) throws Exception {
        try (var threads = Executors.newSingleThreadExecutor()) {
            Future<@Nullable CommandException> rescheduled = fixture.database.inTransaction(tx -> {
                other.accept(tx);
                Future<@Nullable CommandException> refused = threads.submit(() -> refusal(selection));
                fixture.testDatabase.awaitBlocked(refused);
                return refused;
            });
            CommandException refused = rescheduled.get();
            return refused == null ? null : refused.kind();
        }
    }

    @Test
    void aRowThatDidNotFailIsRefusedByIdAndSkippedByQuery() {
        StorePlace store = fixture.store(agent, null);
        UUID fine = fixture.storeJob(agent, JobKind.MANAGEMENT, store);
        long succeeded = fixture.run(session, fine, 2);
        assertThat(refusal(rows(succeeded)).kind()).isEqualTo(ErrorKind.NOT_ELIGIBLE);
        fixture.rescheduleJobs.run(
                EVERYTHING,
                new AttemptSelection.ByQuery(
                        "JobType -ne \"Inventory\" AND Result -eq \"4\" AND (Status -eq \"4\" OR Status -eq \"3\")"));
        fixture.rescheduleJobs.run(EVERYTHING, new AttemptSelection.ByQuery("JobType -contains \"Management\""));
        assertThat(fixture.listed(agent)).isEmpty();
    }

    @Test
    void whatIsGoneCannotBeRescheduled() {
        StorePlace store = fixture.store(agent, null);
        long failed = fixture.run(session, fixture.storeJob(agent, JobKind.MANAGEMENT, store), 4);
        fixture.database.runInTransaction(tx -> tx.execute("DELETE FROM certificate_store"));
        assertThat(refusal(rows(failed)).failedOperations())
                .singleElement()
                .satisfies(f -> assertThat(f.reason()).isEqualTo("Its certificate store was deleted."));
        assertThat(refusal(rows(failed + 1000)).kind()).isEqualTo(ErrorKind.UNKNOWN_ID);
    }

    @ParameterizedTest
    @CsvSource({"INVENTORY", "FETCH_LOGS", "CUSTOM"})
    void nothingIsAdvisedForTheJobOfADeletedAgent(JobKind kind) {
        long failed = fixture.run(session, fixture.job(agent, kind, "X" + kind.genericName(), null, null), 4);
        fixture.database.runInTransaction(tx -> tx.execute("DELETE FROM agent WHERE id = ?", agent));
        assertThat(refusal(rows(failed)).failedOperations())
                .singleElement()
                .satisfies(f -> assertThat(f.reason()).isEqualTo("Its orchestrator was deleted."));
    }

    @Test
    void theContainerOfTheStoreTodayDecidesWhoMayReschedule() {
        Caller container5 = caller("/agents/management/modify/", "/certificate_stores/schedule/5/");
        long in6 = fixture.run(session, fixture.storeJob(agent, JobKind.MANAGEMENT, fixture.store(agent, 6)), 4);
        CommandException refusal =
                catchThrowableOfType(CommandException.class, () -> fixture.rescheduleJobs.run(container5, rows(in6)));
        assertThat(refusal.getMessage()).contains("/certificate_stores/schedule/6/");
    }

    @Test
    void failuresAndWarningsAreAcknowledgedAndSuccessIsNot() {
        long failed = fixture.run(session, fixture.immediateJob(agent), 4);
        long warned = fixture.run(session, fixture.immediateJob(agent), 3);
        UUID fine = fixture.immediateJob(agent);
        long succeeded = fixture.run(session, fine, 2);
        CommandException refusal = catchThrowableOfType(
                CommandException.class, () -> fixture.acknowledgeJobs.run(EVERYTHING, rows(failed, succeeded)));
        assertThat(refusal.kind()).isEqualTo(ErrorKind.NOT_ELIGIBLE);
        assertThat(fixture.one("SELECT count(*) FROM job_history WHERE status = 4"))
                .isZero();
        fixture.acknowledgeJobs.run(EVERYTHING, rows(failed, warned));
        fixture.acknowledgeJobs.run(EVERYTHING, rows(failed, warned));
        fixture.acknowledgeJobs.run(EVERYTHING, new AttemptSelection.ByQuery("Agent -contains \"edge\""));
        assertThat(fixture.one("SELECT count(*) FROM job_history WHERE status = 4"))
                .isEqualTo(2);
        assertThat(fixture.attemptsOf(fine)).isEqualTo("2/3");
    }

    @Test
    void acknowledgingARowWhoseRetryWaitsDoesNotStopTheRetry() {
        try (JobFixture retrying = new JobFixture()) {
            UUID agentId = retrying.agent("edge-02.example.net");
            UUID job = retrying.immediateJob(agentId);
            long failed = retrying.run(retrying.session(agentId), job, 4);
            retrying.acknowledgeJobs.run(EVERYTHING, rows(failed));
            assertThat(retrying.attemptsOf(job)).isEqualTo("4/4");
            assertThat(retrying.isScheduled(job)).isTrue();
        }
    }

    private CommandException refusal(AttemptSelection selection) {
        return catchThrowableOfType(CommandException.class, () -> fixture.rescheduleJobs.run(EVERYTHING, selection));
    }

    private static AttemptSelection rows(Long... historyIds) {
        return new AttemptSelection.ById(Arrays.asList(historyIds));
    }
}
