package io.quartermaster.server.job;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.quartermaster.agent.protocol.CompleteRequest;
import io.quartermaster.agent.protocol.ConfigureReply;
import io.quartermaster.agent.protocol.ConfigureRequest;
import io.quartermaster.agent.protocol.CustomConfigureReply;
import io.quartermaster.agent.protocol.CustomSubmitRequest;
import io.quartermaster.agent.protocol.FetchLogsConfigureReply;
import io.quartermaster.server.agent.AgentCapabilities;
import io.quartermaster.server.agent.AgentSession;
import io.quartermaster.server.agent.AgentSessions;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.Ids;
import io.quartermaster.server.schedule.Schedule;
import io.quartermaster.server.security.TestUser;
import jakarta.annotation.PostConstruct;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * What is there before a request is sent to the server under test: agents, stores, jobs and history. All tests share
 * one database, so each makes its own and looks at nothing else.
 */
@Singleton
public class ApiWorld {
    /**
     * A store type, called JOBTEST, with what the built-in ones do not have: a choice of paths, a property that must be
     * given, secret properties, keys made in the store.
     */
    public static final int STORE_TYPE = 9000;

    /** Of a container: for stores of any type. */
    private static final int ANY_TYPE = -1;

    private static final String STORE_TYPE_DEFINITION = """
            {"ImportType": 0, "LocalStore": false,
             "SupportedOperations": {"Add": true, "Create": true, "Discovery": false, "Enrollment": true, "Remove": true},
             "Properties": [
               {"Name": "Namespace", "DisplayName": "Namespace", "Type": "String", "DefaultValue": null, "Required": true},
               {"Name": "Token", "DisplayName": "Token", "Type": "Secret", "DefaultValue": null, "Required": false}],
             "EntryParameters": [
               {"Name": "Owner", "DisplayName": "Owner", "Type": "MultipleChoice", "DependsOn": null, "DefaultValue": "web",
                "RequiredWhen": {"HasPrivateKey": true, "OnAdd": false, "OnRemove": false, "OnReenrollment": true},
                "Options": "web,mail"}],
             "PasswordOptions": {"EntrySupported": false, "StoreRequired": false, "Style": "Default"},
             "StorePathType": "MultipleChoice", "StorePathValue": "[\\"My\\", \\"WebHosting\\"]",
             "PrivateKeyAllowed": "Required", "CertificateFormat": 0, "JobProperties": [], "ServerRequired": false,
             "PowerShell": false, "BlueprintAllowed": false, "CustomAliasAllowed": "Required",
             "InventoryEndpoint": "/AnyInventory/Update"}
            """;

    /** Where the sequences of numbers begin, each far from the other and from every other number in an answer. */
    private static final Map<String, Integer> FIRST_NUMBERS = Map.of(
            "job_history_id", 1_000_000,
            "certificate_id_seq", 2_000_000,
            "inventory_entry_id_seq", 3_000_000,
            "certificate_collection_id_seq", 4_000_000,
            "metadata_field_id_seq", 5_000_000,
            "certificate_store_type_id", 6_000_000,
            "certificate_store_container_id_seq", 7_000_000);

    private final Database database;
    private final Ids ids;
    private final InstantSource clock;
    private final JobRepository jobs;
    private final AgentSessions sessions;
    private final ConfigureJob configureJob;
    private final CompleteJob completeJob;
    private final SubmitJobData submitJobData;

    public ApiWorld(
            Database database,
            Ids ids,
            InstantSource clock,
            JobRepository jobs,
            AgentSessions sessions,
            ConfigureJob configureJob,
            CompleteJob completeJob,
            SubmitJobData submitJobData) {
        this.database = database;
        this.ids = ids;
        this.clock = clock;
        this.jobs = jobs;
        this.sessions = sessions;
        this.configureJob = configureJob;
        this.completeJob = completeJob;
        this.submitJobData = submitJobData;
    }

    /** Wire files name a number by its value, so no other number of an answer may have it by chance. */
    @PostConstruct
    void spreadNumbers() {
        database.runInTransaction(tx -> FIRST_NUMBERS.forEach((sequence, first) -> tx.createQuery(
                        "SELECT setval(CAST(:sequence AS regclass), greatest(nextval(CAST(:sequence AS regclass)), :first))")
                .bind("sequence", sequence)
                .bind("first", first)
                .mapTo(Long.class)
                .one()));
    }

    /** A name that nothing else has. */
    public String unique(String beginning) {
        return beginning + "-" + ids.next();
    }

    /** A machine name that no other test has. */
    public String machine() {
        return unique("edge") + ".example.net";
    }

    public UUID agent(String... capabilities) {
        return agent(machine(), 2, capabilities);
    }

    /** @param status 1 new, 2 approved, 3 disapproved */
    public UUID agent(String machine, int status, String... capabilities) {
        UUID id = ids.next();
        AgentCapabilities known = new AgentCapabilities(List.of(capabilities));
        database.runInTransaction(tx -> {
            tx.createUpdate("""
                            INSERT INTO agent (id, client_machine, username, platform, version, status, capabilities,
                                               capability_names, client_parameters, registered_at)
                            VALUES (:id, :machine, :account, 1, '1.0.0.0', :status, :capabilities, :names, '{}', :now)
                            """)
                    .bind("id", id)
                    .bind("machine", machine)
                    .bind("account", TestUser.AGENT_ACCOUNT)
                    .bind("status", status)
                    .bindArray("capabilities", String.class, known.names())
                    .bindArray("names", String.class, known.shortNames())
                    .bind("now", clock.instant())
                    .execute();
            tx.execute("INSERT INTO agent_job_list (agent_id, version) VALUES (?, 0)", id);
        });
        return id;
    }

    /** The type {@link #STORE_TYPE}, unless it is there. */
    public void storeType() {
        database.runInTransaction(tx -> tx.execute("""
                INSERT INTO certificate_store_type (id, name, short_name, capability, definition, inventory_job_type)
                VALUES (?, 'Of job tests', 'JOBTEST', 'JOBTEST', CAST(? AS jsonb), gen_random_uuid())
                ON CONFLICT DO NOTHING
                """, STORE_TYPE, STORE_TYPE_DEFINITION));
    }

    /** A container for stores of any type, unless it is there. */
    public void container(int id) {
        container(id, ANY_TYPE, null);
    }

    /** A container, unless it is there. */
    public void container(int id, int storeType, @Nullable String scheduleText) {
        database.runInTransaction(tx -> tx.execute("""
                INSERT INTO certificate_store_container (id, name, store_type_id, schedule) VALUES (?, ?, ?, ?)
                ON CONFLICT DO NOTHING
                """, id, "Container " + id, storeType, scheduleText));
    }

    /** A store in a container, or in none. */
    public StorePlace store(UUID agentId, @Nullable Integer containerId) {
        StorePlace place = new StorePlace(ids.next(), "web-7.example.net", "/opt/certs/" + ids.next() + ".pem");
        storeType();
        if (containerId != null) {
            container(containerId);
        }
        database.runInTransaction(tx -> {
            tx.execute(
                    """
                    INSERT INTO certificate_store (id, agent_id, store_type_id, container_id, client_machine, store_path,
                                                   approved, create_if_missing, properties, created_at)
                    VALUES (?, ?, ?, ?, ?, ?, true, false, '{}', now())
                    """, place.storeId(), agentId, STORE_TYPE, containerId, place.clientMachine(), place.storePath());
        });
        return place;
    }

    /** A store that was discovered and waits for approval. */
    public StorePlace storeToApprove(UUID agentId) {
        StorePlace place = store(agentId, null);
        database.runInTransaction(
                tx -> tx.execute("UPDATE certificate_store SET approved = false WHERE id = ?", place.storeId()));
        return place;
    }

    public UUID customJob(UUID agentId, @Nullable String scheduleText) {
        return job(agentId, JobKind.CUSTOM, null, scheduleText);
    }

    /** A custom job whose fields stand in the database like this. */
    UUID customJobWithFields(UUID agentId, String fields) {
        UUID job = customJob(agentId, null);
        database.runInTransaction(
                tx -> tx.execute("UPDATE scheduled_job SET fields = CAST(? AS jsonb) WHERE id = ?", fields, job));
        return job;
    }

    /** A job of any kind, put on the schedule without asking whether the agent can do it. */
    public UUID job(UUID agentId, JobKind kind, @Nullable StorePlace store, @Nullable String scheduleText) {
        NewJob job = new NewJob(
                ids.next(),
                agentId,
                kind,
                new UUID(7, kind.name().hashCode()),
                jobType(kind),
                store,
                store == null ? null : store.target(),
                Schedule.ofText(scheduleText),
                NewJob.PRIORITY_NORMAL,
                JsonNodeFactory.instance.objectNode());
        // Not through JobSchedule: no part of the server makes jobs of some of these kinds yet.
        database.runInTransaction(tx -> {
            jobs.insert(tx, List.of(job), clock.instant().truncatedTo(ChronoUnit.MICROS), "somebody");
            sessions.markStale(tx, List.of(agentId));
        });
        return job.jobId();
    }

    private static String jobType(JobKind kind) {
        return switch (kind) {
            case INVENTORY, MANAGEMENT, DISCOVERY, REENROLLMENT -> "JOBTEST" + kind.genericName();
            case CUSTOM -> "RestartService";
            case FETCH_LOGS, SSL_DISCOVERY, MONITORING, SSH_SYNC, SYNC -> kind.genericName();
        };
    }

    /** A row of the history that is over, of a job that is not on the schedule. */
    public long attempt(
            UUID agentId,
            JobKind kind,
            @Nullable StorePlace store,
            @Nullable String scheduleText,
            int result,
            int status) {
        return attempt(agentId, ids.next(), kind, store, scheduleText, result, status);
    }

    public long attempt(
            UUID agentId,
            UUID jobId,
            JobKind kind,
            @Nullable StorePlace store,
            @Nullable String scheduleText,
            int result,
            int status) {
        return database.inTransaction(tx -> tx.createQuery("""
                        INSERT INTO job_history
                               (agent_id, id, operation_start, operation_end, job_id, kind, job_type_id, job_type,
                                agent_machine, store_id, client_machine, store_path, target, schedule, requested_at,
                                requested_by, retry_count, priority, fields, message, result, status)
                        SELECT g.id, nextval('job_history_id'), :now,
                               CASE WHEN CAST(:status AS integer) = 2 THEN NULL ELSE CAST(:now AS timestamptz) END, :jobId,
                               :kind, :jobTypeId, :jobType, g.client_machine, :storeId, :clientMachine, :storePath, :target,
                               :schedule, :now, 'somebody', 0, 5, '{}', 'It did not work.', :result, :status
                          FROM agent g WHERE g.id = :agentId
                        RETURNING id
                        """)
                .bind("now", clock.instant().truncatedTo(ChronoUnit.MICROS))
                .bind("jobId", jobId)
                .bind("kind", kind.name())
                .bind("jobTypeId", new UUID(7, kind.name().hashCode()))
                .bind("jobType", jobType(kind))
                .bind("storeId", store == null ? null : store.storeId())
                .bind("clientMachine", store == null ? null : store.clientMachine())
                .bind("storePath", store == null ? null : store.storePath())
                .bind("target", store == null ? null : store.target())
                .bind("schedule", scheduleText)
                .bind("result", result)
                .bind("status", status)
                .bind("agentId", agentId)
                .mapTo(Long.class)
                .one());
    }

    public AgentSession session(UUID agentId) {
        return database.inTransaction(tx -> sessions.start(tx, agentId, clock.instant()));
    }

    /** The agent begins a job. @return the number of the attempt */
    public long begin(AgentSession session, UUID jobId) {
        return switch (ask(session, jobId)) {
            case CustomConfigureReply custom -> custom.auditId();
            case FetchLogsConfigureReply logs -> logs.auditId();
            case Object other -> throw new AssertionError("not handed out: " + other);
        };
    }

    /** Whether the agent is told that the job is cancelled. */
    public boolean isCancelledFor(AgentSession session, UUID jobId) {
        return ask(session, jobId) instanceof ConfigureReply refusal
                && refusal.jobCancelled()
                && refusal.auditId() == 0;
    }

    private Object ask(AgentSession session, UUID jobId) {
        return configureJob.run(
                JobKind.CUSTOM,
                TestUser.AGENT_ACCOUNT,
                new ConfigureRequest(session.token().toString(), jobId.toString()));
    }

    public void submit(AgentSession session, UUID jobId, String data) {
        submitJobData.run(
                TestUser.AGENT_ACCOUNT, new CustomSubmitRequest(session.token().toString(), jobId.toString(), data));
    }

    /** The agent reports the end of an attempt: 2 success, 3 warning, 4 failure. */
    public void complete(AgentSession session, UUID jobId, long auditId, int status) {
        completeJob.run(
                TestUser.AGENT_ACCOUNT,
                new CompleteRequest(
                        status,
                        auditId,
                        jobId.toString(),
                        status == 2 ? "" : "It did not work.",
                        session.token().toString(),
                        null));
    }

    /** Makes a job that waits due at once. */
    public void makeDue(UUID jobId) {
        database.runInTransaction(tx -> tx.execute(
                "UPDATE scheduled_job SET next_run = ? WHERE id = ?",
                clock.instant().atOffset(java.time.ZoneOffset.UTC),
                jobId));
    }

    public boolean isScheduled(UUID jobId) {
        return count("SELECT count(*) FROM scheduled_job WHERE id = ?", jobId) == 1;
    }

    /** Result and status of each attempt of a job, oldest first: {@code 4/5 2/3}. */
    public String attemptsOf(UUID jobId) {
        return database.read(tx ->
                tx.createQuery("""
                        SELECT coalesce(string_agg(result || '/' || status, ' ' ORDER BY id), '')
                          FROM job_history WHERE job_id = :jobId
                        """).bind("jobId", jobId).mapTo(String.class).one());
    }

    /** Result and status of one attempt. */
    public String attempt(long historyId) {
        return database.read(tx -> tx.createQuery("SELECT result || '/' || status FROM job_history WHERE id = :id")
                .bind("id", historyId)
                .mapTo(String.class)
                .one());
    }

    /** Changes what no request can. */
    public void run(String sql, Object... arguments) {
        database.runInTransaction(tx -> tx.execute(sql, arguments));
    }

    public long count(String sql, Object... arguments) {
        return value(Long.class, sql, arguments);
    }

    public String text(String sql, Object... arguments) {
        return value(String.class, sql, arguments);
    }

    private <T> T value(Class<T> type, String sql, Object... arguments) {
        return database.read(tx -> {
            Query query = tx.createQuery(sql);
            for (int i = 0; i < arguments.length; i++) {
                query.bind(i, arguments[i]);
            }
            return query.mapTo(type).one();
        });
    }

    /** Audit entries of a category and operation that mention a text. */
    public long audited(int category, int operation, String text) {
        return count("""
                SELECT count(*) FROM audit_entry
                 WHERE category = ? AND operation = ? AND strpos(audit_identifier || immutable_identifier || message, ?) > 0
                """, category, operation, text);
    }

    public Instant now() {
        return clock.instant();
    }
}
