package io.quartermaster.server.job;

import static io.quartermaster.server.job.CustomFixture.OPERATOR;
import static io.quartermaster.server.job.CustomFixture.READER;
import static io.quartermaster.server.job.CustomFixture.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.quartermaster.agent.protocol.AgentPaths;
import io.quartermaster.agent.protocol.BuiltInJobType;
import io.quartermaster.agent.protocol.ConfigureReply;
import io.quartermaster.agent.protocol.CustomConfigureReply;
import io.quartermaster.agent.protocol.JobEntry;
import io.quartermaster.agent.protocol.Result;
import io.quartermaster.server.agent.AgentSession;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.schedule.Schedule;
import io.quartermaster.server.setting.JobSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Custom jobs and log fetches from the request to what they brought back, on real PostgreSQL. */
final class CustomJobsTest {
    private static final String RESTART = "Custom.RestartService";
    private static final int TEN_THOUSAND = 10_000;
    private static final UUID NOBODY = UUID.fromString("00000000-0000-7000-8000-000000000001");

    private final CustomFixture fixture = new CustomFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    private static void assertRefused(ErrorKind kind, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        CommandException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    private static int status(Result result) {
        return Objects.requireNonNull(result).status();
    }

    @Test
    void theAgentIsToldTheValuesAndTheSecretInTheClear() {
        fixture.restartService();
        UUID agent = fixture.agent("edge-01.example.net", RESTART);
        UUID job = fixture.schedule(agent, "restartservice", null, Map.of("servicename", "apache", "Token", "hunter2"));
        assertThat(fixture.fieldsOf(job)).contains("apache").doesNotContain("hunter2");
        CustomConfigureReply reply = fixture.configure(fixture.base.session(agent), job);
        assertThat(reply.customEndpoint()).isEqualTo(AgentPaths.CUSTOM_SUBMIT);
        assertThat(Objects.requireNonNull(reply.job()).jobTypeName()).isEqualTo("RestartService");
        assertThat(Objects.requireNonNull(reply.job()).properties())
                .containsOnly(
                        Map.entry("ServiceName", "apache"),
                        Map.entry("WaitSeconds", "10"),
                        Map.entry("Token", "hunter2"));
    }

    @Test
    void theJobIsListedForTheAgentWithTheIdOfItsTypeAndTheCapability() {
        CustomJobType type = fixture.restartService();
        UUID agent = fixture.agent("edge-01.example.net", RESTART);
        fixture.schedule(agent, "RestartService", null, Map.of());
        JobHandlers handlers = new JobHandlers(
                List.of(new CustomJobHandler(fixture.customJobs, fixture.secrets), new FetchLogsHandler()));
        List<JobEntry> entries = fixture.base.database.inTransaction(tx -> new JobHandout(fixture.base.starts, handlers)
                .listFor(tx, agent, fixture.base.now())
                .entries());
        assertThat(entries).singleElement().satisfies(entry -> {
            assertThat(entry.jobTypeId()).isEqualTo(type.id().toString());
            assertThat(entry.jobTypeName()).isEqualTo(RESTART);
            assertThat(entry.configurationEndpoint()).isEqualTo(AgentPaths.CUSTOM_CONFIGURE);
            assertThat(entry.completionEndpoint()).isEqualTo(AgentPaths.CUSTOM_COMPLETE);
            assertThat(entry.schedule()).isNull();
        });
    }

    @Test
    void theSecretGoesWhenTheJobIsDoneAndStaysWhileARetryWaits() {
        fixture.restartService();
        UUID agent = fixture.agent("edge-01.example.net", RESTART);
        UUID job = fixture.schedule(agent, "RestartService", null, Map.of("Token", "hunter2"));
        AgentSession session = fixture.base.session(agent);
        fixture.complete(session, job, fixture.configure(session, job).auditId(), 4, null);
        assertThat(fixture.secretCount()).isEqualTo(1);
        fixture.base.advance(Duration.ofMinutes(2));
        CustomConfigureReply again = fixture.configure(session, job);
        assertThat(Objects.requireNonNull(again.job()).properties()).containsEntry("Token", "hunter2");
        fixture.complete(session, job, again.auditId(), 2, null);
        assertThat(fixture.secretCount()).isZero();
        assertThat(fixture.base.one("SELECT count(*) FROM job_secret")).isZero();
    }

    @Test
    void theSecretOfARecurringJobStaysFromRunToRunAndGoesWhenItsUnscheduleCannotBeUndoneAnyMore() {
        fixture.restartService();
        UUID agent = fixture.agent("edge-01.example.net", RESTART);
        UUID job = fixture.schedule(agent, "RestartService", "I_5", Map.of("Token", "hunter2"));
        AgentSession session = fixture.base.session(agent);
        fixture.complete(session, job, fixture.configure(session, job).auditId(), 2, null);
        assertThat(fixture.purgeSecrets.run()).isZero();
        assertThat(fixture.secretCount()).isEqualTo(1);
        fixture.base.unscheduleJobs.run(OPERATOR, new JobSelection.ById(List.of(job)));
        fixture.base.purgeKeptJobs.run();
        assertThat(fixture.purgeSecrets.run())
                .as("as long as it may be put back")
                .isZero();
        fixture.base.advance(Duration.ofDays(JobSettings.DEFAULT.undoDays()));
        fixture.base.purgeKeptJobs.run();
        assertThat(fixture.purgeSecrets.run()).isEqualTo(1);
        assertThat(fixture.secretCount()).isZero();
    }

    @Test
    void anAttemptThatAsksAgainIsToldTheSameThoughItsFieldWasRemovedMeanwhile() {
        CustomJobType type = fixture.restartService();
        UUID agent = fixture.agent("edge-01.example.net", RESTART);
        UUID job = fixture.schedule(agent, "RestartService", "I_5", Map.of("Token", "hunter2"));
        AgentSession session = fixture.base.session(agent);
        CustomConfigureReply first = fixture.configure(session, job);
        fixture.updateType.run(
                OPERATOR, new CustomJobType(type.id(), new CustomJobTypeDefinition("RestartService", null, List.of())));
        assertThat(fixture.purgeSecrets.run()).isZero();
        assertThat(fixture.configure(session, job)).isEqualTo(first);
        fixture.complete(session, job, first.auditId(), 2, null);
        assertThat(fixture.secretCount()).as("not needed after the attempt").isZero();
        assertThat(fixture.fieldsOf(job)).isEqualTo("{}");
    }

    @Test
    void moreSecretsThanOneBatchAreAllPurged() {
        fixture.restartService();
        List<UUID> agents = new ArrayList<>();
        for (int i = 0; i <= PurgeJobSecrets.LOOKED_AT_MAX; i++) {
            agents.add(fixture.agent("edge-" + i + ".example.net", RESTART));
        }
        fixture.scheduleMany.run(OPERATOR, agents, order("RestartService", null, Map.of("Token", "hunter2")));
        assertThat(fixture.secretCount()).isEqualTo(agents.size());
        fixture.base.unscheduleJobs.run(OPERATOR, new JobSelection.ByQuery("JobType -eq \"Custom\""));
        fixture.base.advance(Duration.ofDays(JobSettings.DEFAULT.undoDays()));
        fixture.base.purgeKeptJobs.run();
        assertThat(fixture.purgeSecrets.step()).as("a step looks at so many").isEqualTo(PurgeJobSecrets.LOOKED_AT_MAX);
        assertThat(fixture.purgeSecrets.step()).as("the next goes on there").isEqualTo(1);
        assertThat(fixture.secretCount()).isZero();
    }

    @Test
    void aJobWhoseSecretIsGoneIsWithdrawnAndTheAgentToldThatItIsCancelled() {
        fixture.restartService();
        UUID agent = fixture.agent("edge-01.example.net", RESTART);
        UUID job = fixture.schedule(agent, "RestartService", "D_01:00", Map.of("Token", "hunter2"));
        fixture.base.advance(Duration.ofMinutes(1));
        fixture.base.database.runInTransaction(tx -> tx.execute("DELETE FROM secret"));
        ConfigureReply reply = (ConfigureReply) fixture.ask(JobKind.CUSTOM, fixture.base.session(agent), job);
        assertThat(reply.jobCancelled()).isTrue();
        assertThat(fixture.base.isScheduled(job)).isFalse();
        assertThat(fixture.base.attemptsOf(job)).isEmpty();
    }

    @Test
    void anAgentMustBeApprovedAndCapableUnderEitherName() {
        fixture.restartService();
        UUID plain = fixture.agent("edge-01.example.net", "restartSERVICE");
        UUID incapable = fixture.agent("edge-02.example.net", "Custom.Other", "CertStores.PEM.Inventory");
        UUID unapproved = fixture.agent("edge-03.example.net", 1, RESTART);
        fixture.schedule(plain, "RestartService", null, Map.of());
        assertRefused(ErrorKind.AGENT_STATE, () -> fixture.schedule(incapable, "RestartService", null, Map.of()));
        assertRefused(ErrorKind.AGENT_STATE, () -> fixture.schedule(unapproved, "RestartService", null, Map.of()));
        assertRefused(ErrorKind.UNKNOWN_ID, () -> fixture.schedule(NOBODY, "RestartService", null, Map.of()));
        assertRefused(ErrorKind.UNKNOWN_ID, () -> fixture.schedule(plain, "Restart", null, Map.of()));
        assertRefused(ErrorKind.JOB_FIELD, () -> fixture.schedule(plain, "RestartService", null, Map.of("a", "b")));
        assertThat(fixture.base.one("SELECT count(*) FROM scheduled_job")).isEqualTo(1);
    }

    @Test
    void schedulingNeedsModifyAndIsAuditedWithoutSecrets() {
        fixture.restartService();
        UUID agent = fixture.agent("edge-01.example.net", RESTART);
        assertRefused(
                ErrorKind.NO_PERMISSION,
                () -> fixture.scheduleOne.run(READER, agent, order("RestartService", null, Map.of())));
        assertRefused(
                ErrorKind.NO_PERMISSION,
                () -> fixture.scheduleMany.run(READER, List.of(agent), order("RestartService", null, Map.of())));
        assertRefused(ErrorKind.NO_PERMISSION, () -> fixture.fetchLogs.run(READER, agent));
        UUID job = fixture.schedule(agent, "RestartService", "W_26_07:00", Map.of("Token", "hunter2"));
        assertThat(fixture.audited(3007, 18))
                .singleElement()
                .asString()
                .startsWith("RestartService on edge-01.example.net | " + job + " | ")
                .contains("<Schedule>W_26_07:00</Schedule>", "ServiceName=nginx", "Token=********")
                .doesNotContain("hunter2");
        assertThat(fixture.base.one(
                        "SELECT count(*) FROM job_event WHERE job_id = ? AND event = 'SCHEDULED' AND actor = 'CORP\\alice'",
                        job))
                .isEqualTo(1);
    }

    @Test
    void inBulkTheFitAgentsGetTheJobAndTheOthersAreNamed() {
        fixture.restartService();
        UUID first = fixture.agent("edge-01.example.net", RESTART);
        UUID unapproved = fixture.agent("edge-02.example.net", 3, RESTART);
        UUID second = fixture.agent("edge-03.example.net", RESTART);
        UUID incapable = fixture.agent("edge-04.example.net");
        AgentSession session = fixture.base.session(second);
        ScheduledCustomJobs result = fixture.scheduleMany.run(
                OPERATOR,
                List.of(second, NOBODY, first, unapproved, incapable),
                order("RestartService", "I_30", Map.of("Token", "hunter2")));
        assertThat(result.failedAgentIds()).containsExactly(NOBODY, unapproved, incapable);
        assertThat(result.jobs())
                .extracting(ScheduledCustomJobs.JobOfAgent::agentId)
                .containsExactlyInAnyOrder(first, second);
        for (ScheduledCustomJobs.JobOfAgent job : result.jobs()) {
            assertThat(fixture.base.one(
                            "SELECT count(*) FROM scheduled_job WHERE id = ? AND agent_id = ?",
                            job.jobId(),
                            job.agentId()))
                    .isEqualTo(1);
        }
        assertThat(fixture.secretCount()).as("each job has its own").isEqualTo(2);
        assertThat(fixture.base.isStale(session)).isTrue();
        assertThat(fixture.audited(3007, 18)).singleElement().asString().contains("2 jobs", "<FailedOrchestrators>3<");
    }

    @Test
    void inBulkNoFitAgentIsNoErrorButAWrongFieldIs() {
        fixture.restartService();
        UUID agent = fixture.agent("edge-01.example.net", RESTART);
        ScheduledCustomJobs none =
                fixture.scheduleMany.run(OPERATOR, List.of(NOBODY), order("RestartService", null, Map.of()));
        assertThat(none.jobs()).isEmpty();
        assertThat(none.failedAgentIds()).containsExactly(NOBODY);
        assertRefused(
                ErrorKind.JOB_FIELD,
                () -> fixture.scheduleMany.run(
                        OPERATOR, List.of(agent), order("RestartService", null, Map.of("WaitSeconds", "x"))));
        assertThat(fixture.base.one("SELECT count(*) FROM scheduled_job")).isZero();
    }

    @Test
    void tenThousandAgentsGetTheirJobsByOneStatement() {
        fixture.restartService();
        fixture.base.database.runInTransaction(tx -> {
            tx.execute("""
                    INSERT INTO agent (id, client_machine, username, platform, version, status, capabilities,
                                       capability_names, client_parameters, registered_at)
                    SELECT gen_random_uuid(), 'edge-' || n, 'account', 1, '1', 2, '{Custom.RestartService}', '{}', '{}', now()
                      FROM generate_series(1, ?) AS n
                    """, TEN_THOUSAND);
            tx.execute("INSERT INTO agent_job_list (agent_id, version) SELECT id, 0 FROM agent");
        });
        List<UUID> agents = fixture.base.database.inTransaction(
                tx -> tx.createQuery("SELECT id FROM agent").mapTo(UUID.class).list());
        fixture.scheduleMany.run(OPERATOR, agents, order("RestartService", null, Map.of("Token", "hunter2")));
        assertThat(fixture.base.one("SELECT count(*) FROM scheduled_job")).isEqualTo(TEN_THOUSAND);
        assertThat(fixture.secretCount()).isEqualTo(TEN_THOUSAND);
        assertThat(fixture.base.one("SELECT count(DISTINCT CAST(fields AS text)) FROM scheduled_job"))
                .isEqualTo(TEN_THOUSAND);
        assertThat(fixture.base.one(
                        "SELECT count(DISTINCT (CAST(xmin AS text), CAST(cmin AS text))) FROM scheduled_job"))
                .as("statements, by transaction and command")
                .isEqualTo(1);
    }

    @Test
    void inBulkACapabilityCountsInAnyCaseAndUnderItsShortName() {
        fixture.restartService();
        UUID upper = fixture.agent("edge-01.example.net", "CUSTOM.RESTARTSERVICE");
        UUID brief = fixture.agent("edge-02.example.net", "CertStores.PEM.Inventory", "restartservice");
        UUID longer = fixture.agent("edge-03.example.net", "Custom.RestartServices");
        ScheduledCustomJobs result = fixture.scheduleMany.run(
                OPERATOR, List.of(upper, brief, longer), order("RestartService", null, Map.of()));
        assertThat(result.failedAgentIds()).containsExactly(longer);
        assertThat(result.jobs())
                .extracting(ScheduledCustomJobs.JobOfAgent::agentId)
                .containsExactlyInAnyOrder(upper, brief);
    }

    @Test
    void jobsThatDifferInMoreThanTheirAgentAreAddedByOneCallEachAsItIs() {
        fixture.restartService();
        List<NewJob> jobs = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            UUID agent = fixture.agent("edge-0" + i + ".example.net", RESTART);
            CustomWork work = CustomWork.FETCH_LOGS;
            jobs.add(new NewJob(
                    fixture.base.ids.next(),
                    agent,
                    work.kind(),
                    work.jobTypeId(),
                    work.name(),
                    null,
                    "target " + i % 3,
                    Schedule.ofText(i % 2 == 0 ? "I_30" : null),
                    i,
                    JsonNodeFactory.instance.objectNode().put("Number", "" + i % 3)));
        }
        fixture.base.database.runInTransaction(
                tx -> fixture.base.jobs.insert(tx, jobs, fixture.base.clock.instant(), "somebody"));
        for (NewJob job : jobs) {
            assertThat(fixture.base.one(
                            """
                            SELECT count(*) FROM scheduled_job j JOIN job_event e ON e.agent_id = j.agent_id AND e.job_id = j.id
                             WHERE j.id = ? AND j.agent_id = ? AND j.target = ? AND j.priority = ?
                               AND coalesce(j.schedule, '') = ? AND j.fields = CAST(? AS jsonb)
                            """,
                            job.jobId(),
                            job.agentId(),
                            Objects.requireNonNull(job.target()),
                            job.priority(),
                            Objects.requireNonNullElse(job.schedule().text(), ""),
                            job.fields().toString()))
                    .isEqualTo(1);
        }
    }

    @Test
    void aLogFetchRunsAtOnceUnderItsFixedIdAndBringsTheLog() {
        UUID agent = fixture.agent("edge-01.example.net", "custom.fetchlogs");
        UUID job = fixture.fetchLogs.run(OPERATOR, agent);
        assertThat(fixture.base.one(
                        "SELECT count(*) FROM scheduled_job WHERE id = ? AND kind = 'FETCH_LOGS' AND job_type_id = ?",
                        job,
                        UUID.fromString("0d8cf0c8-56ca-4b8a-b16a-c062018e170d")))
                .isEqualTo(1);
        AgentSession session = fixture.base.session(agent);
        var reply = fixture.configureLogs(session, job);
        assertThat(reply.maxCharactersToReturn()).isEqualTo(FetchLogsHandler.LOG_CHARACTERS_MAX);
        assertThat(fixture.getData.run(READER, reply.auditId())).as("not yet").isEmpty();
        fixture.complete(session, job, reply.auditId(), 2, "2026-11-23 13:32:49] - [INFO] started\n");
        assertThat(fixture.getData.run(READER, reply.auditId())).contains("2026-11-23 13:32:49] - [INFO] started\n");
        assertThat(fixture.base.attemptsOf(job)).isEqualTo("2/3");
    }

    @Test
    void aLogFetchCanBeScheduledLikeACustomJobAndIsNoCustomJobType() {
        UUID agent = fixture.agent("edge-01.example.net", "LOGS");
        UUID job = fixture.schedule(agent, "fetchlogs", "W_2_07:00", Map.of());
        assertThat(fixture.base.one("SELECT count(*) FROM scheduled_job WHERE id = ? AND job_type = 'FetchLogs'", job))
                .isEqualTo(1);
        assertThat(fixture.base.database.inTransaction(fixture.types::capabilities))
                .isEmpty();
    }

    @Test
    void aLogFetchNeedsAnApprovedAgentThatCanSendItsLog() {
        UUID incapable = fixture.agent("edge-01.example.net", RESTART);
        UUID unapproved = fixture.agent("edge-02.example.net", 1, BuiltInJobType.FETCH_LOGS.capability());
        assertRefused(ErrorKind.AGENT_STATE, () -> fixture.fetchLogs.run(OPERATOR, incapable));
        assertRefused(ErrorKind.AGENT_STATE, () -> fixture.fetchLogs.run(OPERATOR, unapproved));
        assertRefused(ErrorKind.NOT_FOUND, () -> fixture.fetchLogs.run(OPERATOR, NOBODY));
    }

    @Test
    void anUnscheduledLogFetchIsRefusedWithAnErrorSinceAgentsDoNotReadThatItIsCancelled() {
        UUID agent = fixture.agent("edge-01.example.net", "Custom.FetchLogs");
        UUID job = fixture.fetchLogs.run(OPERATOR, agent);
        fixture.base.unscheduleJobs.run(OPERATOR, new JobSelection.ById(List.of(job)));
        ConfigureReply reply = (ConfigureReply) fixture.ask(JobKind.FETCH_LOGS, fixture.base.session(agent), job);
        assertThat(reply.jobCancelled()).isTrue();
        assertThat(status(Objects.requireNonNull(reply.result()))).isEqualTo(Result.ERROR);
    }

    @Test
    void whatACustomJobBroughtIsReadByTheNumberOfItsAttempt() {
        fixture.restartService();
        UUID agent = fixture.agent("edge-01.example.net", RESTART);
        UUID job = fixture.schedule(agent, "RestartService", null, Map.of());
        AgentSession session = fixture.base.session(agent);
        long auditId = fixture.configure(session, job).auditId();
        fixture.submit(session, job, "first");
        fixture.submit(session, job, "dönе \uD83D\uDD11");
        fixture.complete(session, job, auditId, 2, null);
        assertThat(fixture.getData.run(READER, auditId)).contains("dönе \uD83D\uDD11");
        assertRefused(ErrorKind.NOT_FOUND, () -> fixture.getData.run(READER, auditId + 1));
        assertRefused(ErrorKind.NO_PERMISSION, () -> fixture.getData.run(JobFixture.caller("/ssl/read/"), auditId));
    }

    @Test
    void dataBeyondTwoMebibytesIsCutBetweenTwoCharacters() {
        fixture.restartService();
        UUID agent = fixture.agent("edge-01.example.net", RESTART);
        UUID job = fixture.schedule(agent, "RestartService", null, Map.of());
        AgentSession session = fixture.base.session(agent);
        long auditId = fixture.configure(session, job).auditId();
        fixture.submit(session, job, "€".repeat(1_000_000));
        String kept = fixture.getData.run(READER, auditId).orElseThrow();
        assertThat(kept).isEqualTo("€".repeat(2 * 1024 * 1024 / 3));
    }
}
