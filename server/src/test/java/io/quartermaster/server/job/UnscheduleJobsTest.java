package io.quartermaster.server.job;

import static io.quartermaster.server.job.JobFixture.caller;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quartermaster.agent.protocol.ConfigureReply;
import io.quartermaster.server.agent.AgentSession;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.error.FailedOperation;
import io.quartermaster.server.query.QueryContext;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.security.StoreVerb;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What may be unscheduled, by whom, and what becomes of it, on real PostgreSQL. */
class UnscheduleJobsTest {
    private static final Caller EVERYTHING = caller("/");

    private final JobFixture fixture = new JobFixture();
    private final UUID agent = fixture.agent("edge-01.example.net");
    private final AgentSession session = fixture.session(agent);

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void theStatementThatRemovesJobsLeavesThoseOutOfTheCallersReachAlone() {
        UUID reachedAgent = fixture.agent("edge-reach.example.net");
        UUID inside = fixture.storeJob(reachedAgent, JobKind.MANAGEMENT, fixture.store(reachedAgent, 5));
        UUID outside = fixture.storeJob(reachedAgent, JobKind.MANAGEMENT, fixture.store(reachedAgent, 6));
        UUID inNone = fixture.storeJob(reachedAgent, JobKind.MANAGEMENT, fixture.store(reachedAgent, null));
        UUID discovery = fixture.job(reachedAgent, JobKind.DISCOVERY, "TESTDiscovery", null, null);
        UUID storeless = fixture.immediateJob(reachedAgent);
        Caller caller = caller("/agents/management/modify/", "/certificate_stores/schedule/5/");
        JobSelection all = new JobSelection.ByQuery("AgentId -eq \"" + reachedAgent + "\"");
        // What the command judges first; a job that appears only now, or whose store is moved now, meets the statement.
        fixture.database.runInTransaction(tx -> fixture.jobs.removeScheduled(
                tx,
                all.condition(new QueryContext(fixture.now(), caller.name())),
                caller.containers(StoreVerb.SCHEDULE),
                fixture.operations.begin(BulkAction.UNSCHEDULE, caller, all, fixture.now())));
        assertThat(Stream.of(inside, outside, inNone, discovery, storeless).filter(fixture::isScheduled))
                .containsExactly(outside, inNone, discovery);
    }

    @Test
    void anUnscheduledJobIsGoneLeavesNoHistoryAndIsAnsweredAsCancelled() {
        UUID job = fixture.immediateJob(agent);
        AgentSession holding = fixture.session(agent);
        fixture.unscheduleJobs.run(EVERYTHING, byId(job));
        assertThat(fixture.isScheduled(job)).isFalse();
        assertThat(fixture.attemptsOf(job)).isEmpty();
        assertThat(fixture.isStale(holding)).isTrue();
        ConfigureReply reply = fixture.configure(holding, job);
        assertThat(reply.jobCancelled()).isTrue();
        assertThat(reply.auditId()).isZero();
        assertThat(fixture.one("SELECT count(*) FROM job_event WHERE job_id = ? AND event = 'UNSCHEDULED'", job))
                .isEqualTo(1);
        assertThat(fixture.one("SELECT count(*) FROM audit_entry WHERE category = 3007 AND operation = 3"))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = JobKind.class,
            names = {"MANAGEMENT", "DISCOVERY", "REENROLLMENT", "FETCH_LOGS", "CUSTOM"})
    void theFiveEligibleKindsCanBeUnscheduled(JobKind kind) {
        UUID job = fixture.job(agent, kind, "X" + kind.genericName(), null, null);
        fixture.unscheduleJobs.run(EVERYTHING, byId(job));
        assertThat(fixture.isScheduled(job)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(
            value = JobKind.class,
            names = {"INVENTORY", "SSL_DISCOVERY", "MONITORING", "SSH_SYNC", "SYNC"})
    void everyOtherKindIsRefusedWithTheEndpointToUseAndNothingIsRemoved(JobKind kind) {
        UUID eligible = fixture.immediateJob(agent);
        UUID job = fixture.job(agent, kind, "X" + kind.genericName(), null, null);
        CommandException refusal = refusal(EVERYTHING, byId(eligible, job));
        assertThat(refusal.kind()).isEqualTo(ErrorKind.NOT_ELIGIBLE);
        assertThat(refusal.failedOperations())
                .containsExactly(new FailedOperation(
                        job.toString(), kind.genericName() + " jobs are changed with " + kind.changedWith() + "."));
        assertThat(fixture.isScheduled(eligible)).isTrue();
        assertThat(refusal(EVERYTHING, byQuery("JobType -contains \"" + kind.genericName() + "\""))
                        .kind())
                .isEqualTo(ErrorKind.NOT_ELIGIBLE);
    }

    @Test
    void anUnknownIdRefusesTheWholeList() {
        UUID job = fixture.immediateJob(agent);
        UUID unknown = fixture.ids.next();
        CommandException refusal = refusal(EVERYTHING, byId(job, unknown));
        assertThat(refusal.kind()).isEqualTo(ErrorKind.UNKNOWN_ID);
        assertThat(refusal.failedOperations())
                .containsExactly(new FailedOperation(unknown.toString(), "Job not found"));
        assertThat(fixture.isScheduled(job)).isTrue();
    }

    @Test
    void aQueryThatFindsNothingIsFineAndOneThatCannotBeReadIsNot() {
        UUID job = fixture.immediateJob(agent);
        fixture.unscheduleJobs.run(EVERYTHING, byQuery("JobType -eq \"Nothing\""));
        assertThat(refusal(EVERYTHING, byQuery("JobType -like \"x\"")).kind()).isEqualTo(ErrorKind.QUERY);
        assertThat(fixture.isScheduled(job)).isTrue();
    }

    @Test
    void aQueryRemovesWhatItFindsAndNothingElse() {
        UUID other = fixture.agent("edge-02.example.net");
        UUID mine = fixture.immediateJob(agent);
        UUID theirs = fixture.immediateJob(other);
        fixture.unscheduleJobs.run(EVERYTHING, byQuery("Agent -eq \"EDGE-01.example.net\" AND JobType -eq \"Custom\""));
        assertThat(fixture.isScheduled(mine)).isFalse();
        assertThat(fixture.isScheduled(theirs)).isTrue();
    }

    @Test
    void aRecurringJobInProcessLeavesTheScheduleAndItsAttemptIsRecorded() {
        UUID job = fixture.customJob(agent, "I_60");
        long auditId = fixture.configure(session, job).auditId();
        fixture.unscheduleJobs.run(EVERYTHING, byId(job));
        assertThat(fixture.configure(session, job).jobCancelled()).isTrue();
        fixture.complete(session, job, auditId, 2);
        assertThat(fixture.attemptsOf(job)).isEqualTo("2/3");
        fixture.advance(Duration.ofHours(2));
        assertThat(fixture.listed(agent)).isEmpty();
        assertThat(fixture.configure(session, job).jobCancelled()).isTrue();
    }

    @Test
    void aOneTimeJobInProcessIsRefusedByIdAndNotFoundByQuery() {
        UUID job = fixture.immediateJob(agent);
        fixture.configure(session, job);
        CommandException refusal = refusal(EVERYTHING, byId(job));
        assertThat(refusal.kind()).isEqualTo(ErrorKind.NOT_ELIGIBLE);
        assertThat(refusal.failedOperations())
                .containsExactly(new FailedOperation(
                        job.toString(), "In process since 2026-03-29T00:59:00Z on edge-01.example.net."));
        fixture.unscheduleJobs.run(EVERYTHING, byQuery("JobType -eq \"Custom\""));
        assertThat(fixture.attemptsOf(job)).isEqualTo("0/2");
    }

    @Test
    void unschedulingAJobThatWaitsForARetryEndsItsRetries() {
        UUID job = fixture.immediateJob(agent);
        fixture.run(session, job, 4);
        assertThat(fixture.attemptsOf(job)).isEqualTo("4/5");
        fixture.unscheduleJobs.run(EVERYTHING, byId(job));
        assertThat(fixture.attemptsOf(job)).isEqualTo("4/3");
        assertThat(fixture.isScheduled(job)).isFalse();
    }

    @Test
    void theContainerPermissionIsEnoughForAStoreInThatContainerAndForNoOther() {
        Caller container5 = caller("/agents/management/modify/", "/certificate_stores/schedule/5/");
        UUID in5 = fixture.storeJob(agent, JobKind.MANAGEMENT, fixture.store(agent, 5));
        UUID in6 = fixture.storeJob(agent, JobKind.MANAGEMENT, fixture.store(agent, 6));
        UUID inNone = fixture.storeJob(agent, JobKind.MANAGEMENT, fixture.store(agent, null));
        assertThat(refusal(container5, byId(in5, in6)).getMessage()).contains("/certificate_stores/schedule/6/");
        assertThat(refusal(container5, byId(inNone)).getMessage()).contains("/certificate_stores/schedule/.");
        assertThat(fixture.isScheduled(in5)).isTrue();
        fixture.unscheduleJobs.run(container5, byId(in5));
        assertThat(fixture.isScheduled(in5)).isFalse();
        assertThat(fixture.isScheduled(in6)).isTrue();
    }

    @Test
    void aCustomJobNeedsNoStorePermissionAndADiscoveryTheGlobalOne() {
        Caller agentsOnly = caller("/agents/management/modify/");
        UUID custom = fixture.immediateJob(agent);
        UUID discovery = fixture.job(agent, JobKind.DISCOVERY, "TESTDiscovery", null, null);
        assertThat(refusal(agentsOnly, byId(custom, discovery)).kind()).isEqualTo(ErrorKind.NO_PERMISSION);
        fixture.unscheduleJobs.run(agentsOnly, byId(custom));
        assertThat(fixture.isScheduled(custom)).isFalse();
        assertThat(fixture.isScheduled(discovery)).isTrue();
    }

    @Test
    void aCallerWithoutAgentModifyIsRefusedBeforeAnythingIsLookedAt() {
        assertThat(refusal(caller("/agents/management/read/"), byId(fixture.ids.next()))
                        .kind())
                .isEqualTo(ErrorKind.NO_PERMISSION);
    }

    private CommandException refusal(Caller caller, JobSelection selection) {
        return catchThrowableOfType(CommandException.class, () -> fixture.unscheduleJobs.run(caller, selection));
    }

    private static JobSelection byId(UUID... jobIds) {
        return new JobSelection.ById(List.of(jobIds));
    }

    private static JobSelection byQuery(String query) {
        return new JobSelection.ByQuery(query);
    }
}
