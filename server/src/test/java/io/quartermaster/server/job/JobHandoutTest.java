package io.quartermaster.server.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.agent.protocol.CompleteRequest;
import io.quartermaster.agent.protocol.ConfigureReply;
import io.quartermaster.agent.protocol.JobEntry;
import io.quartermaster.agent.protocol.Result;
import io.quartermaster.server.agent.AgentSession;
import io.quartermaster.server.setting.JobSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Listing, handing out and completing, on real PostgreSQL with a clock that stands still. */
class JobHandoutTest {
    private final JobFixture fixture = new JobFixture();
    private final UUID agent = fixture.agent("edge-01.example.net");
    private final AgentSession session = fixture.session(agent);

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aDueJobIsListedWithoutAScheduleAndALaterOneWithItsNextRun() {
        fixture.immediateJob(agent);
        fixture.customJob(agent, "D_23:30");
        List<JobEntry> entries = fixture.database.inTransaction(
                tx -> fixture.handout.listFor(tx, agent, fixture.now()).entries());
        assertThat(entries).extracting(JobEntry::schedule).containsExactly(null, "O_2026-03-29T23:30");
    }

    @Test
    void aNewJobMakesTheSessionOfItsAgentStale() {
        assertThat(fixture.isStale(session)).isFalse();
        fixture.immediateJob(agent);
        assertThat(fixture.isStale(session)).isTrue();
        assertThat(fixture.isStale(fixture.session(agent))).isFalse();
    }

    @Test
    void configureBeginsAnAttemptAndTheSameSessionGetsTheSameOneAgain() {
        UUID job = fixture.immediateJob(agent);
        ConfigureReply first = fixture.configure(session, job);
        ConfigureReply again = fixture.configure(session, job);
        assertThat(status(first)).isEqualTo(Result.SUCCESS);
        assertThat(first.auditId()).isPositive();
        assertThat(again).isEqualTo(first);
        assertThat(fixture.attemptsOf(job)).isEqualTo("0/2");
        assertThat(fixture.listed(agent)).isEmpty();
    }

    @Test
    void askedInANewSessionTheOldAttemptIsLostAndANewOneStarts() {
        UUID job = fixture.immediateJob(agent);
        long lost = fixture.configure(session, job).auditId();
        AgentSession later = fixture.session(agent);
        ConfigureReply reply = fixture.configure(later, job);
        assertThat(status(reply)).isEqualTo(Result.SUCCESS);
        assertThat(reply.auditId()).isGreaterThan(lost);
        assertThat(fixture.attemptsOf(job)).isEqualTo("4/5 0/2");
    }

    @Test
    void anUnknownJobAnotherAgentsJobAndNonsenseAreAnsweredAsCancelled() {
        UUID other = fixture.agent("edge-02.example.net");
        UUID job = fixture.immediateJob(other);
        assertThat(fixture.configure(session, job).jobCancelled()).isTrue();
        assertThat(fixture.configure(session, UUID.fromString("00000000-0000-0000-0000-000000000001"))
                        .jobCancelled())
                .isTrue();
        assertThat(fixture.attemptsOf(job)).isEmpty();
    }

    @Test
    void aJobThatIsNotDueYetIsRefusedForNowAndStaysScheduled() {
        UUID job = fixture.customJob(agent, "O_2026-03-29T02:00");
        ConfigureReply early = fixture.configure(session, job);
        assertThat(status(early)).isEqualTo(Result.WARNING);
        assertThat(early.jobCancelled()).isFalse();
        assertThat(early.auditId()).isZero();
        fixture.advance(Duration.ofMinutes(60));
        assertThat(status(fixture.configure(session, job))).isEqualTo(Result.SUCCESS);
    }

    @Test
    void anAgentThatCameTooEarlyForAJobIsMadeToAskAnewWhenItIsDue() {
        UUID later = fixture.customJob(agent, "O_2026-03-29T03:00");
        UUID sooner = fixture.customJob(agent, "O_2026-03-29T02:00");
        AgentSession current = fixture.session(agent);
        AgentSession other = fixture.session(fixture.agent("edge-02.example.net"));
        fixture.configure(current, sooner);
        fixture.configure(current, later);
        fixture.advance(Duration.ofMinutes(60).minusSeconds(1));
        assertThat(fixture.isStale(current)).isFalse();
        fixture.advance(Duration.ofSeconds(1));
        assertThat(fixture.isStale(current)).isTrue();
        assertThat(fixture.isStale(other)).isFalse();
        assertThat(fixture.isStale(fixture.session(agent))).isFalse();
    }

    @Test
    void aRetryIsPlannedForAWholeMinuteSoThatAnAgentDoesNotComeForItEarly() {
        fixture.advance(Duration.ofSeconds(59));
        UUID job = fixture.immediateJob(agent);
        fixture.run(session, job, 4);
        List<JobEntry> entries = fixture.database.inTransaction(
                tx -> fixture.handout.listFor(tx, agent, fixture.now()).entries());
        assertThat(entries).extracting(JobEntry::schedule).containsExactly("O_2026-03-29T01:01");
        assertThat(fixture.one("SELECT count(*) FROM scheduled_job WHERE next_run = '2026-03-29T01:01:00Z'"))
                .isEqualTo(1);
    }

    @Test
    void noAttemptBeginsOnceTheSessionsOfTheAgentWereEnded() throws Exception {
        UUID job = fixture.immediateJob(agent);
        try (var threads = Executors.newSingleThreadExecutor()) {
            Future<ConfigureReply> asked = fixture.database.inTransaction(tx -> {
                fixture.sessions.end(tx, List.of(agent));
                Future<ConfigureReply> reply = threads.submit(() -> fixture.configure(session, job));
                fixture.testDatabase.awaitBlocked(reply);
                return reply;
            });
            assertThat(status(asked.get())).isEqualTo(Result.ERROR);
        }
        assertThat(fixture.attemptsOf(job)).isEmpty();
    }

    @Test
    void theReasonWhyASessionIsRefusedReachesTheAgent() {
        UUID job = fixture.immediateJob(agent);
        fixture.database.runInTransaction(tx -> tx.execute("UPDATE agent SET status = 3"));
        assertThat(String.valueOf(fixture.configure(session, job).result()))
                .contains("This agent is not approved. Register again.");
    }

    @Test
    void aTokenNobodyKnowsIsRefusedAndChangesNothing() {
        UUID job = fixture.immediateJob(agent);
        AgentSession unknown = new AgentSession(
                agent, UUID.fromString("00000000-0000-4000-8000-000000000001"), fixture.now(), null, false, false);
        assertThat(status(fixture.configure(unknown, job))).isEqualTo(Result.ERROR);
        assertThat(fixture.attemptsOf(job)).isEmpty();
    }

    @Test
    void aSupersededSessionMayCompleteWhatItBeganAndBeginNothing() {
        UUID begun = fixture.immediateJob(agent);
        UUID next = fixture.immediateJob(agent);
        long auditId = fixture.configure(session, begun).auditId();
        fixture.session(agent);
        assertThat(status(fixture.configure(session, next))).isEqualTo(Result.ERROR);
        fixture.complete(session, begun, auditId, 2);
        assertThat(fixture.attemptsOf(begun)).isEqualTo("2/3");
    }

    @Test
    void aSupersededSessionMayAskAgainForWhatItBeganSinceTheAnswerCanHaveBeenLost() {
        UUID job = fixture.immediateJob(agent);
        UUID unscheduled = fixture.customJob(agent, "I_1");
        long begun = fixture.configure(session, job).auditId();
        fixture.configure(session, unscheduled);
        AgentSession later = fixture.session(agent);
        fixture.unscheduleJobs.run(JobFixture.caller("/"), new JobSelection.ById(List.of(unscheduled)));
        assertThat(fixture.configure(session, job).auditId()).isEqualTo(begun);
        assertThat(status(fixture.configure(session, unscheduled))).isEqualTo(Result.ERROR);
        fixture.complete(later, job, begun, 2);
        assertThat(status(fixture.configure(session, job))).isEqualTo(Result.ERROR);
    }

    @Test
    void aFailedOneTimeJobIsRetriedWithRisingWaitsUntilTheRetriesAreUsedUp() {
        UUID job = fixture.immediateJob(agent);
        for (int retry = 1; retry <= JobSettings.DEFAULT.retriesMax(); retry++) {
            fixture.run(fixture.session(agent), job, 4);
            assertThat(fixture.isScheduled(job)).isTrue();
            Duration wait = EndAttempts.retryWait(retry);
            fixture.advance(wait.minusSeconds(61));
            assertThat(status(fixture.configure(fixture.session(agent), job))).isEqualTo(Result.WARNING);
            fixture.advance(Duration.ofSeconds(61));
        }
        fixture.run(fixture.session(agent), job, 4);
        assertThat(fixture.isScheduled(job)).isFalse();
        assertThat(fixture.attemptsOf(job)).isEqualTo("4/5 4/5 4/5 4/5 4/5 4/3");
    }

    @Test
    void aRetryThatSucceedsEndsTheJobAndKeepsTheFailedRows() {
        UUID job = fixture.immediateJob(agent);
        fixture.run(session, job, 4);
        fixture.advance(Duration.ofMinutes(2));
        fixture.run(session, job, 2);
        assertThat(fixture.attemptsOf(job)).isEqualTo("4/5 2/3");
        assertThat(fixture.isScheduled(job)).isFalse();
    }

    @Test
    void warningIsOverAndAStatusThatSaysNothingIsUnknownAndNeverRetried() {
        UUID warned = fixture.immediateJob(agent);
        UUID silent = fixture.immediateJob(agent);
        UUID odd = fixture.immediateJob(agent);
        fixture.run(session, warned, 3);
        fixture.run(session, silent, 0);
        fixture.run(session, odd, 77);
        assertThat(fixture.attemptsOf(warned)).isEqualTo("3/3");
        assertThat(fixture.attemptsOf(silent)).isEqualTo("0/3");
        assertThat(fixture.attemptsOf(odd)).isEqualTo("0/3");
    }

    @Test
    void aRecurringJobStaysWithItsNextTimeAndIsNotRetried() {
        UUID job = fixture.customJob(agent, "I_60");
        fixture.run(session, job, 4);
        assertThat(fixture.attemptsOf(job)).isEqualTo("4/3");
        assertThat(fixture.isScheduled(job)).isTrue();
        assertThat(status(fixture.configure(session, job))).isEqualTo(Result.WARNING);
        fixture.advance(Duration.ofMinutes(60));
        fixture.run(session, job, 2);
        assertThat(fixture.attemptsOf(job)).isEqualTo("4/3 2/3");
    }

    @Test
    void theSameCompletionTwiceChangesNothing() {
        UUID job = fixture.immediateJob(agent);
        long auditId = fixture.configure(session, job).auditId();
        assertThat(status(fixture.complete(session, job, auditId, 2).result())).isEqualTo(Result.SUCCESS);
        assertThat(status(fixture.complete(session, job, auditId, 4).result())).isEqualTo(Result.SUCCESS);
        assertThat(fixture.attemptsOf(job)).isEqualTo("2/3");
        assertThat(fixture.handler(JobKind.CUSTOM).ended).hasSize(1);
    }

    @Test
    void aCompletionOfAnAttemptThatNeverWasIsRefused() {
        UUID job = fixture.immediateJob(agent);
        assertThat(status(fixture.complete(session, job, 4711, 2).result())).isEqualTo(Result.ERROR);
        assertThat(fixture.isScheduled(job)).isTrue();
    }

    @Test
    void aSilentAttemptIsClosedAfterTheTimeLimitAndALateCompletionStartsNothing() {
        UUID job = fixture.immediateJob(agent);
        long auditId = fixture.configure(session, job).auditId();
        fixture.advance(JobSettings.DEFAULT.timeLimit().minusSeconds(1));
        assertThat(fixture.closeLostAttempts.run()).isZero();
        fixture.advance(Duration.ofSeconds(1));
        assertThat(fixture.closeLostAttempts.run()).isEqualTo(1);
        assertThat(fixture.attemptsOf(job)).isEqualTo("4/5");
        assertThat(fixture.isStale(session)).isTrue();
        fixture.complete(session, job, auditId, 2);
        assertThat(fixture.attemptsOf(job)).isEqualTo("2/5");
        assertThat(fixture.isScheduled(job)).isTrue();
    }

    @Test
    void whatACustomJobBringsAfterItWasGivenUpIsKeptOnItsRow() {
        UUID job = fixture.immediateJob(agent);
        long auditId = fixture.configure(session, job).auditId();
        fixture.advance(JobSettings.DEFAULT.timeLimit());
        fixture.closeLostAttempts.run();
        fixture.submit(session, job);
        assertThat(data(auditId)).contains("so far");
        fixture.complete(session, job, auditId, 2);
        assertThat(fixture.attemptsOf(job)).isEqualTo("2/5");
    }

    @Test
    void aJobThatWasReportedTakesNoMoreData() {
        UUID job = fixture.immediateJob(agent);
        long auditId = fixture.run(session, job, 2);
        fixture.submit(session, job);
        assertThat(data(auditId)).isEmpty();
    }

    @Test
    void onlyAFetchOfLogsBringsALogAndItDoesSoAlsoWhenItIsLate() {
        UUID custom = fixture.immediateJob(agent);
        UUID logs = fixture.job(agent, JobKind.FETCH_LOGS, "FetchLogs", null, null);
        UUID lateLogs = fixture.job(agent, JobKind.FETCH_LOGS, "FetchLogs", null, null);
        long ofCustom = fixture.configure(session, custom).auditId();
        long ofLogs = fixture.configure(session, logs).auditId();
        long ofLateLogs = fixture.configure(session, lateLogs).auditId();
        completeWithLog(custom, ofCustom);
        completeWithLog(logs, ofLogs);
        fixture.advance(JobSettings.DEFAULT.timeLimit());
        fixture.closeLostAttempts.run();
        completeWithLog(lateLogs, ofLateLogs);
        assertThat(data(ofCustom)).isEmpty();
        assertThat(data(ofLogs)).contains("the log");
        assertThat(data(ofLateLogs)).contains("the log");
    }

    private void completeWithLog(UUID job, long auditId) {
        fixture.completeJob.run(
                JobFixture.ACCOUNT,
                new CompleteRequest(
                        2, auditId, job.toString(), "", session.token().toString(), "the log"));
    }

    private Optional<String> data(long auditId) {
        return fixture.database.read(tx -> fixture.data.find(tx, auditId));
    }

    @Test
    void twoJobsOfOneStoreNeverRunAtOnceAndGoInTheOrderOfTheirRequest() {
        StorePlace store = fixture.store(agent, null);
        UUID first = fixture.storeJob(agent, JobKind.MANAGEMENT, store);
        fixture.advance(Duration.ofSeconds(1));
        UUID second = fixture.storeJob(agent, JobKind.INVENTORY, store);
        assertThat(fixture.listed(agent)).containsExactly(first);
        assertThat(status(fixture.configure(session, second))).isEqualTo(Result.WARNING);
        long auditId = fixture.configure(session, first).auditId();
        assertThat(status(fixture.configure(session, second))).isEqualTo(Result.WARNING);
        AgentSession current = fixture.session(agent);
        fixture.complete(session, first, auditId, 2);
        assertThat(fixture.isStale(current)).isTrue();
        assertThat(fixture.listed(agent)).containsExactly(second);
        assertThat(status(fixture.configure(current, second))).isEqualTo(Result.SUCCESS);
    }

    @Test
    void aJobWhoseStoreIsGoneIsCancelledAndLeavesTheSchedule() {
        UUID job = fixture.immediateJob(agent);
        fixture.handler(JobKind.CUSTOM).withdrawn.add(job);
        ConfigureReply reply = fixture.configure(session, job);
        assertThat(reply.jobCancelled()).isTrue();
        assertThat(reply.auditId()).isZero();
        assertThat(fixture.isScheduled(job)).isFalse();
        assertThat(fixture.attemptsOf(job)).isEmpty();
    }

    @Test
    void theLogJobOfAnOldAgentIsRefusedByItsResultBecauseItDoesNotReadCancelled() {
        ConfigureReply reply = (ConfigureReply) fixture.configureJob.run(
                JobKind.FETCH_LOGS,
                JobFixture.ACCOUNT,
                new io.quartermaster.agent.protocol.ConfigureRequest(
                        session.token().toString(), fixture.ids.next().toString()));
        assertThat(reply.jobCancelled()).isTrue();
        assertThat(status(reply)).isEqualTo(Result.ERROR);
    }

    private static int status(ConfigureReply reply) {
        return status(reply.result());
    }

    private static int status(@org.jspecify.annotations.Nullable Result result) {
        return result == null ? -1 : result.status();
    }
}
