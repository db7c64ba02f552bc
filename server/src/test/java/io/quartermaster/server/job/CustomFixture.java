package io.quartermaster.server.job;

import io.quartermaster.agent.protocol.CompleteRequest;
import io.quartermaster.agent.protocol.ConfigureRequest;
import io.quartermaster.agent.protocol.CustomConfigureReply;
import io.quartermaster.agent.protocol.CustomSubmitRequest;
import io.quartermaster.agent.protocol.FetchLogsConfigureReply;
import io.quartermaster.server.agent.AgentCapabilities;
import io.quartermaster.server.agent.AgentRepository;
import io.quartermaster.server.agent.AgentSession;
import io.quartermaster.server.control.HoldInWaves;
import io.quartermaster.server.control.ListRollouts;
import io.quartermaster.server.control.ResumeRollout;
import io.quartermaster.server.control.RolloutRepository;
import io.quartermaster.server.control.StartRollout;
import io.quartermaster.server.control.StopRollout;
import io.quartermaster.server.schedule.Schedule;
import io.quartermaster.server.secret.EncryptionKeys;
import io.quartermaster.server.secret.SecretCipher;
import io.quartermaster.server.secret.SecretRepository;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.setting.JobSettings;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@link JobFixture} with custom job types, and the real handlers of custom jobs and log fetches. */
public final class CustomFixture implements AutoCloseable {
    public static final Caller READER = JobFixture.caller("/agents/management/read/");
    public static final Caller OPERATOR = JobFixture.caller("/agents/management/read/", "/agents/management/modify/");

    public final JobFixture base = new JobFixture();
    public final CustomJobTypeRepository types = new CustomJobTypeRepository();
    public final CustomJobRepository customJobs = new CustomJobRepository();
    public final SecretRepository secrets;
    public final CreateCustomJobType createType;
    public final UpdateCustomJobType updateType;
    public final DeleteCustomJobType deleteType;
    public final GetCustomJobType getType;
    public final ListCustomJobTypes listTypes;
    public final ScheduleCustomJob scheduleOne;
    public final ScheduleCustomJobs scheduleMany;
    public final ScheduleFetchLogs fetchLogs;
    public final RolloutRepository rollouts = new RolloutRepository();
    public final StartRollout startRollout;
    public final StopRollout stopRollout;
    public final ResumeRollout resumeRollout;
    public final ListRollouts listRollouts = new ListRollouts(base.database, rollouts);
    public final ListScheduledJobs listScheduled;
    public final ListJobHistory listHistory;
    public final GetJobData getData;
    public final PurgeJobSecrets purgeSecrets;
    public final ConfigureJob configureJob;
    public final CompleteJob completeJob;
    public final SubmitJobData submitData;

    public CustomFixture() {
        EncryptionKeys keys = EncryptionKeys.parse(
                "test:"
                        + Base64.getEncoder()
                                .encodeToString("a key of thirty-two bytes, ASCII".getBytes(StandardCharsets.US_ASCII)),
                "test keys");
        secrets = new SecretRepository(new SecretCipher(keys, new SecureRandom()));
        AgentRepository agents = new AgentRepository();
        JobListRepository lists = new JobListRepository();
        CustomJobSchedule schedule = new CustomJobSchedule(types, customJobs, base.schedule, secrets, base.ids);
        createType = new CreateCustomJobType(base.database, types, base.audit, base.ids);
        updateType = new UpdateCustomJobType(base.database, types, customJobs, base.audit, base.clock);
        deleteType = new DeleteCustomJobType(base.database, types, customJobs, base.audit);
        getType = new GetCustomJobType(base.database, types);
        listTypes = new ListCustomJobTypes(base.database, types, base.clock);
        scheduleOne = new ScheduleCustomJob(base.database, agents, schedule, base.audit, base.clock);
        scheduleMany = new ScheduleCustomJobs(base.database, agents, schedule, base.audit, base.clock);
        startRollout = new StartRollout(
                base.database, scheduleMany, new HoldInWaves(rollouts, base.audit, base.ids), base.clock);
        stopRollout = new StopRollout(base.database, rollouts, base.heldJobs, base.audit, base.clock);
        resumeRollout =
                new ResumeRollout(base.database, rollouts, base.heldJobs, base.advanceRollouts, base.audit, base.clock);
        fetchLogs = new ScheduleFetchLogs(base.database, agents, schedule, base.audit, base.clock);
        listScheduled = new ListScheduledJobs(base.database, lists, base.clock);
        listHistory = new ListJobHistory(base.database, lists, base.clock);
        getData = new GetJobData(base.database, lists, base.data, new HistoryPurgeRepository());
        purgeSecrets = new PurgeJobSecrets(base.database, customJobs, secrets);
        JobHandlers handlers =
                new JobHandlers(List.of(new CustomJobHandler(customJobs, secrets), new FetchLogsHandler()));
        EndAttempts end = new EndAttempts(
                base.attempts,
                base.jobs,
                base.sessions,
                handlers,
                JobSettings.DEFAULT,
                base.nextRuns,
                base.advanceRollouts);
        configureJob = new ConfigureJob(
                base.database,
                base.sessions,
                base.jobs,
                base.attempts,
                base.starts,
                end,
                handlers,
                JobSettings.DEFAULT,
                base.nextRuns,
                base.clock);
        completeJob =
                new CompleteJob(base.database, base.sessions, base.jobs, base.attempts, end, base.data, base.clock);
        submitData = new SubmitJobData(
                base.database, new Attempts(base.sessions, base.attempts, JobSettings.DEFAULT), base.data, base.clock);
    }

    /** ServiceName (required, default nginx), WaitSeconds (Int, default 10), Token (secret). */
    public CustomJobType restartService() {
        return createType.run(
                OPERATOR,
                new CustomJobTypeDefinition(
                        "RestartService",
                        "Restarts a service",
                        List.of(
                                new CustomJobTypeField("ServiceName", FieldValueType.STRING, "nginx", true),
                                new CustomJobTypeField("WaitSeconds", FieldValueType.INT, "10", false),
                                new CustomJobTypeField("Token", FieldValueType.SECRET, null, false))));
    }

    public CustomJobType type(String name, CustomJobTypeField... fields) {
        return createType.run(OPERATOR, new CustomJobTypeDefinition(name, null, List.of(fields)));
    }

    /** An approved agent with these capabilities. */
    public UUID agent(String machine, String... capabilities) {
        return agent(machine, 2, capabilities);
    }

    public UUID agent(String machine, int status, String... capabilities) {
        UUID id = base.agent(machine);
        AgentCapabilities known = new AgentCapabilities(Arrays.asList(capabilities));
        base.database.runInTransaction(tx -> tx.createUpdate(
                        "UPDATE agent SET status = :status, capabilities = :full, capability_names = :names WHERE id = :id")
                .bind("status", status)
                .bindArray("full", String.class, known.names())
                .bindArray("names", String.class, known.shortNames())
                .bind("id", id)
                .execute());
        return id;
    }

    public UUID schedule(UUID agentId, String jobType, @Nullable String schedule, Map<String, String> values) {
        return scheduleOne
                .run(OPERATOR, agentId, order(jobType, schedule, values))
                .jobs()
                .getFirst()
                .jobId();
    }

    public static CustomJobOrder order(String jobType, @Nullable String schedule, Map<String, String> values) {
        return new CustomJobOrder(jobType, Schedule.ofText(schedule), values);
    }

    /** What the agent is told, as long as the job may start. */
    public CustomConfigureReply configure(AgentSession session, UUID jobId) {
        return (CustomConfigureReply) ask(JobKind.CUSTOM, session, jobId);
    }

    public FetchLogsConfigureReply configureLogs(AgentSession session, UUID jobId) {
        return (FetchLogsConfigureReply) ask(JobKind.FETCH_LOGS, session, jobId);
    }

    public Object ask(JobKind endpoint, AgentSession session, UUID jobId) {
        return configureJob.run(
                endpoint,
                JobFixture.ACCOUNT,
                new ConfigureRequest(session.token().toString(), jobId.toString()));
    }

    public void submit(AgentSession session, UUID jobId, String text) {
        submitData.run(
                JobFixture.ACCOUNT, new CustomSubmitRequest(session.token().toString(), jobId.toString(), text));
    }

    public void complete(AgentSession session, UUID jobId, long auditId, int status, @Nullable String log) {
        completeJob.run(
                JobFixture.ACCOUNT,
                new CompleteRequest(
                        status, auditId, jobId.toString(), "", session.token().toString(), log));
    }

    public long secretCount() {
        return base.one("SELECT count(*) FROM secret");
    }

    public String fieldsOf(UUID jobId) {
        return base.database.inTransaction(
                tx -> tx.createQuery("SELECT CAST(fields AS text) FROM scheduled_job WHERE id = :id")
                        .bind("id", jobId)
                        .mapTo(String.class)
                        .one());
    }

    /** All audit entries of one operation: {@code name | id | XML}, oldest first. */
    public List<String> audited(int category, int operation) {
        return base.database.inTransaction(tx -> tx.createQuery("""
                        SELECT audit_identifier || ' | ' || immutable_identifier || ' | ' || message FROM audit_entry
                         WHERE category = :category AND operation = :operation ORDER BY id
                        """)
                .bind("category", category)
                .bind("operation", operation)
                .mapTo(String.class)
                .list());
    }

    @Override
    public void close() {
        base.close();
    }
}
