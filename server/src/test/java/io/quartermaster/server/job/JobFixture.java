package io.quartermaster.server.job;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.quartermaster.agent.protocol.CompleteReply;
import io.quartermaster.agent.protocol.CompleteRequest;
import io.quartermaster.agent.protocol.ConfigureReply;
import io.quartermaster.agent.protocol.ConfigureRequest;
import io.quartermaster.agent.protocol.CustomSubmitRequest;
import io.quartermaster.server.agent.AgentRepository;
import io.quartermaster.server.agent.AgentSession;
import io.quartermaster.server.agent.AgentSessions;
import io.quartermaster.server.agent.KnownSessions;
import io.quartermaster.server.agent.Presence;
import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.control.CapRepository;
import io.quartermaster.server.control.PauseJobs;
import io.quartermaster.server.control.PauseRepository;
import io.quartermaster.server.control.QuietHoursRepository;
import io.quartermaster.server.control.RemoveCap;
import io.quartermaster.server.control.RemoveQuietHours;
import io.quartermaster.server.control.ResumeJobs;
import io.quartermaster.server.control.SetCap;
import io.quartermaster.server.control.SetQuietHours;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.Ids;
import io.quartermaster.server.db.TestDatabase;
import io.quartermaster.server.schedule.Schedule;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.security.Grants;
import io.quartermaster.server.security.PermissionString;
import io.quartermaster.server.setting.AgentSettings;
import io.quartermaster.server.setting.JobSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The real job code on a real PostgreSQL, wired by hand, with a clock that stands still and handlers that only record. */
public final class JobFixture implements AutoCloseable {
    public static final String ACCOUNT = "agent-account";

    /** Of its agents: all that its jobs need. */
    private static final List<String> CAPABILITIES = Arrays.stream(JobKind.values())
            .flatMap(kind -> Stream.of("RestartService", "TEST" + kind.genericName(), kind.genericName())
                    .map(type -> RecordingHandler.capability(kind, type)))
            .distinct()
            .toList();

    public final SettableClock clock = new SettableClock(Instant.parse("2026-03-29T00:59:00Z"));
    public final TestDatabase testDatabase = TestDatabase.fresh();
    public final Database database = testDatabase.database();
    public final Ids ids = new Ids(clock, new Random(1));
    public final Presence presence = new Presence(database);
    public final AgentSessions sessions =
            new AgentSessions(AgentSettings.DEFAULT, new Random(2), presence, new KnownSessions(presence));
    public final AuditLog audit = new AuditLog(database, clock);
    public final Map<JobKind, RecordingHandler> handlers = new EnumMap<>(JobKind.class);
    public final JobRepository jobs = new JobRepository();
    public final AttemptRepository attempts = new AttemptRepository();
    public final HistoryRepository history = new HistoryRepository();
    public final JobDataRepository data = new JobDataRepository();
    public final JobEventRepository events = new JobEventRepository();
    public final JobOperationRepository operationsOnRecord = new JobOperationRepository();
    public final KeptJobRepository keptJobs = new KeptJobRepository();
    public final PurgeKeptJobs purgeKeptJobs = new PurgeKeptJobs(database, keptJobs, clock);
    public final JobOperations operations;
    public final JobHandlers jobHandlers;
    public final StartRepository starts = new StartRepository(AgentSettings.DEFAULT);
    public final NextRuns nextRuns = new NextRuns(new Random(4));
    public final JobHandout handout;
    public final EndAttempts endAttempts;
    public final SubmitJobData submitJobData;
    public final ConfigureJob configureJob;
    final ConfigureJobs configureJobs;
    final CompleteJobs completeJobs;
    public final ExplainJob explainJob;
    public final GetJobTimeline getJobTimeline = new GetJobTimeline(database, events, new HistoryPurgeRepository());
    public final CompleteJob completeJob;
    public final CloseLostAttempts closeLostAttempts;
    public final UnscheduleJobs unscheduleJobs;
    public final RescheduleJobs rescheduleJobs;
    public final AcknowledgeJobs acknowledgeJobs;
    public final JobSchedule schedule;
    public final ReplaceAttempts replaceAttempts;
    public final SetJobPolicy setJobPolicy = new SetJobPolicy(database, jobs, nextRuns, sessions, audit, clock);
    public final HeldJobs heldJobs = new HeldJobs(starts, sessions);
    public final WakeHeldJobs wakeHeldJobs = new WakeHeldJobs(database, starts, sessions, clock);
    public final AgentRepository agentRepository = new AgentRepository();
    public final PauseRepository pauses = new PauseRepository();
    public final PauseJobs pauseJobs = new PauseJobs(database, pauses, agentRepository, heldJobs, audit, ids, clock);
    public final ResumeJobs resumeJobs = new ResumeJobs(database, pauses, heldJobs, audit, clock);
    public final QuietHoursRepository quietHours = new QuietHoursRepository();
    public final SetQuietHours setQuietHours = new SetQuietHours(database, quietHours, heldJobs, audit, ids, clock);
    public final RemoveQuietHours removeQuietHours = new RemoveQuietHours(database, quietHours, heldJobs, audit, clock);
    public final AdvanceRollouts advanceRollouts =
            new AdvanceRollouts(database, new WaveRepository(), heldJobs, audit, clock);
    public final CapRepository caps = new CapRepository();
    public final SetCap setCap = new SetCap(database, caps, agentRepository, audit, ids, clock);
    public final RemoveCap removeCap = new RemoveCap(database, caps, heldJobs, audit, clock);

    public JobFixture() {
        this(JobSettings.DEFAULT);
    }

    public JobFixture(JobSettings settings) {
        for (JobKind kind : JobKind.values()) {
            handlers.put(kind, new RecordingHandler(kind));
        }
        jobHandlers = new JobHandlers(List.copyOf(handlers.values()));
        handout = new JobHandout(starts, jobHandlers);
        endAttempts = new EndAttempts(attempts, jobs, sessions, jobHandlers, settings, nextRuns, advanceRollouts);
        configureJob = new ConfigureJob(
                database, sessions, jobs, attempts, starts, endAttempts, jobHandlers, settings, nextRuns, clock);
        submitJobData = new SubmitJobData(database, new Attempts(sessions, attempts, settings), data, clock);
        explainJob = new ExplainJob(database, jobs, starts, jobHandlers, clock);
        completeJob = new CompleteJob(database, sessions, jobs, attempts, endAttempts, data, clock);
        PlainCallRepository plainCalls = new PlainCallRepository();
        configureJobs = new ConfigureJobs(
                database, plainCalls, attempts, starts, jobHandlers, settings, nextRuns, presence, configureJob, clock);
        completeJobs = new CompleteJobs(database, plainCalls, endAttempts, presence, completeJob, clock);
        closeLostAttempts = new CloseLostAttempts(database, attempts, jobs, endAttempts, clock);
        replaceAttempts = new ReplaceAttempts(database, jobs, attempts, endAttempts, clock);
        operations = new JobOperations(operationsOnRecord, settings, ids);
        unscheduleJobs = new UnscheduleJobs(database, jobs, sessions, operations, audit, clock);
        rescheduleJobs =
                new RescheduleJobs(database, agentRepository, jobs, history, sessions, operations, audit, ids, clock);
        acknowledgeJobs = new AcknowledgeJobs(database, history, operations, audit, clock);
        schedule = new JobSchedule(jobs, sessions, new WarnOfJobs(starts, events, () -> jobHandlers));
    }

    public RecordingHandler handler(JobKind kind) {
        return Objects.requireNonNull(handlers.get(kind));
    }

    public Instant now() {
        return clock.instant();
    }

    /** An approved agent of {@link #ACCOUNT}. */
    public UUID agent(String clientMachine) {
        UUID id = ids.next();
        database.runInTransaction(tx -> {
            tx.createUpdate("""
                            INSERT INTO agent (id, client_machine, username, platform, version, status, capabilities,
                                               capability_names, client_parameters, registered_at)
                            VALUES (:id, :machine, :account, 1, '1.0.0.0', 2, :capabilities, '{}', '{}', :now)
                            """)
                    .bindArray("capabilities", String.class, CAPABILITIES)
                    .bind("id", id)
                    .bind("machine", clientMachine)
                    .bind("account", ACCOUNT)
                    .bind("now", now())
                    .execute();
            tx.execute("INSERT INTO agent_job_list (agent_id, version) VALUES (?, 0)", id);
        });
        return id;
    }

    /** The type of {@link #customJob}, as a row: only an undo looks at it. */
    public UUID customJobType() {
        UUID id = new UUID(7, JobKind.CUSTOM.name().hashCode());
        database.runInTransaction(tx -> tx.execute(
                "INSERT INTO custom_job_type (id, name) VALUES (?, 'RestartService') ON CONFLICT DO NOTHING", id));
        return id;
    }

    public AgentSession session(UUID agentId) {
        return database.inTransaction(tx -> sessions.start(tx, agentId, now()));
    }

    public boolean isStale(AgentSession session) {
        return database.inTransaction(
                tx -> !(sessions.check(tx, ACCOUNT, session.token().toString(), now())
                                instanceof io.quartermaster.server.agent.JobCall.Valid(AgentSession found))
                        || found.stale());
    }

    /** A store in a container (null = in none), known only as a row. */
    public StorePlace store(UUID agentId, @Nullable Integer containerId) {
        StorePlace place = new StorePlace(ids.next(), "web-7.example.net", "/opt/certs/" + ids.next() + ".pem");
        database.runInTransaction(tx -> {
            tx.execute("""
                    INSERT INTO certificate_store_type (id, name, short_name, capability, definition, inventory_job_type)
                    VALUES (9000, 'Test store', 'TEST', 'TEST', '{}', gen_random_uuid()) ON CONFLICT DO NOTHING
                    """);
            if (containerId != null) {
                tx.execute(
                        "INSERT INTO certificate_store_container (id, name, store_type_id) VALUES (?, ?, 9000) ON CONFLICT DO NOTHING",
                        containerId,
                        "Container " + containerId);
            }
            tx.execute("""
                    INSERT INTO certificate_store (id, agent_id, store_type_id, container_id, client_machine, store_path,
                                                   approved, create_if_missing, properties, created_at)
                    VALUES (?, ?, 9000, ?, ?, ?, true, false, '{}', now())
                    """, place.storeId(), agentId, containerId, place.clientMachine(), place.storePath());
        });
        return place;
    }

    public UUID customJob(UUID agentId, String scheduleText) {
        return job(agentId, JobKind.CUSTOM, "RestartService", null, scheduleText);
    }

    public UUID immediateJob(UUID agentId) {
        return job(agentId, JobKind.CUSTOM, "RestartService", null, null);
    }

    public UUID storeJob(UUID agentId, JobKind kind, StorePlace store) {
        return job(agentId, kind, "TEST" + kind.genericName(), store, null);
    }

    public UUID job(
            UUID agentId, JobKind kind, String jobType, @Nullable StorePlace store, @Nullable String scheduleText) {
        NewJob job = new NewJob(
                ids.next(),
                agentId,
                kind,
                new UUID(7, kind.name().hashCode()),
                jobType,
                store,
                store == null ? null : store.target(),
                Schedule.ofText(scheduleText),
                NewJob.PRIORITY_NORMAL,
                JsonNodeFactory.instance.objectNode().put("Operation", 3));
        database.runInTransaction(
                tx -> schedule.add(tx, "somebody", List.of(job), now().truncatedTo(ChronoUnit.MICROS)));
        return job.jobId();
    }

    public ConfigureReply configure(AgentSession session, UUID jobId) {
        return (ConfigureReply) configureJob.run(
                JobKind.CUSTOM, ACCOUNT, new ConfigureRequest(session.token().toString(), jobId.toString()));
    }

    public CompleteReply complete(AgentSession session, UUID jobId, long auditId, int status) {
        return completeJob.run(
                ACCOUNT,
                new CompleteRequest(
                        status,
                        auditId,
                        jobId.toString(),
                        status == 2 ? "" : "It did not work.",
                        session.token().toString(),
                        null));
    }

    /** What a custom job in process brings back so far. */
    void submit(AgentSession session, UUID jobId) {
        submitJobData.run(ACCOUNT, new CustomSubmitRequest(session.token().toString(), jobId.toString(), "so far"));
    }

    /** The events of a job, in order: {@code SCHEDULED HANDED_OUT}. */
    String eventsOf(UUID jobId) {
        return getJobTimeline.run(caller("/agents/management/read/"), jobId, 0).entries().stream()
                .map(entry -> entry.event().name())
                .collect(Collectors.joining(" "));
    }

    /** Runs a job to its end. */
    public long run(AgentSession session, UUID jobId, int status) {
        long auditId = configure(session, jobId).auditId();
        complete(session, jobId, auditId, status);
        return auditId;
    }

    public List<UUID> listed(UUID agentId) {
        return database.inTransaction(tx -> handout.listFor(tx, agentId, now()).entries()).stream()
                .map(entry -> UUID.fromString(String.valueOf(entry.jobId())))
                .toList();
    }

    public boolean isScheduled(UUID jobId) {
        return one("SELECT count(*) FROM scheduled_job WHERE id = ?", jobId) == 1;
    }

    /** Result and status of each attempt of a job, oldest first: {@code 4/5 2/3}. */
    public String attemptsOf(UUID jobId) {
        return database
                .inTransaction(tx -> tx.createQuery(
                                "SELECT result || '/' || status FROM job_history WHERE job_id = :jobId ORDER BY id")
                        .bind("jobId", jobId)
                        .mapTo(String.class)
                        .list())
                .stream()
                .reduce((a, b) -> a + " " + b)
                .orElse("");
    }

    public long one(String sql, Object... arguments) {
        return database.inTransaction(tx -> {
            var query = tx.createQuery(sql);
            for (int i = 0; i < arguments.length; i++) {
                query.bind(i, arguments[i]);
            }
            return query.mapTo(Long.class).one();
        });
    }

    public void advance(Duration by) {
        clock.advance(by);
    }

    /** The code of the first condition that keeps a job from being handed out; empty for none. */
    Optional<String> obstacle(UUID jobId) {
        return explainJob.run(caller("/agents/management/read/"), jobId).checks().stream()
                .filter(check -> !check.passed() && AT_HAND_OUT.contains(check.code()))
                .map(JobExplanation.Check::code)
                .findFirst();
    }

    private static final Set<String> AT_HAND_OUT = StartJudges.AT_HAND_OUT.stream()
            .map(judge -> judge.obstacle().name())
            .collect(Collectors.toSet());

    public static Caller caller(String... permissions) {
        return new Caller(
                "CORP\\alice",
                List.of("Role"),
                Grants.of(
                        Arrays.stream(permissions).map(PermissionString::parse).toList()));
    }

    @Override
    public void close() {
        testDatabase.close();
    }
}
