package io.quartermaster.server.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quartermaster.agent.protocol.CompleteRequest;
import io.quartermaster.agent.protocol.ConfigureRequest;
import io.quartermaster.agent.protocol.InventoryConfigureReply;
import io.quartermaster.agent.protocol.InventoryItem;
import io.quartermaster.agent.protocol.InventoryUpdateRequest;
import io.quartermaster.agent.protocol.Result;
import io.quartermaster.server.agent.AgentRepository;
import io.quartermaster.server.agent.AgentSession;
import io.quartermaster.server.agent.AgentSessions;
import io.quartermaster.server.agent.Heartbeats;
import io.quartermaster.server.agent.KnownSessions;
import io.quartermaster.server.agent.Presence;
import io.quartermaster.server.agent.TestAgents;
import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.cert.CertificateRepository;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.Ids;
import io.quartermaster.server.db.TestDatabase;
import io.quartermaster.server.http.Page;
import io.quartermaster.server.http.Paging;
import io.quartermaster.server.job.AdvanceRollouts;
import io.quartermaster.server.job.AttemptRepository;
import io.quartermaster.server.job.Attempts;
import io.quartermaster.server.job.CompleteJob;
import io.quartermaster.server.job.ConfigureJob;
import io.quartermaster.server.job.EndAttempts;
import io.quartermaster.server.job.HeldJobs;
import io.quartermaster.server.job.JobDataRepository;
import io.quartermaster.server.job.JobEventRepository;
import io.quartermaster.server.job.JobHandlers;
import io.quartermaster.server.job.JobKind;
import io.quartermaster.server.job.JobRepository;
import io.quartermaster.server.job.JobSchedule;
import io.quartermaster.server.job.NextRuns;
import io.quartermaster.server.job.SettableClock;
import io.quartermaster.server.job.StartRepository;
import io.quartermaster.server.job.Verifications;
import io.quartermaster.server.job.WarnOfJobs;
import io.quartermaster.server.job.WaveRepository;
import io.quartermaster.server.schedule.Schedule;
import io.quartermaster.server.secret.EncryptionKeys;
import io.quartermaster.server.secret.SecretCipher;
import io.quartermaster.server.secret.SecretRepository;
import io.quartermaster.server.secret.SecretValue;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.security.Grants;
import io.quartermaster.server.security.PermissionString;
import io.quartermaster.server.setting.AgentSettings;
import io.quartermaster.server.setting.InventorySettings;
import io.quartermaster.server.setting.JobSettings;
import io.quartermaster.server.setting.StoreSettings;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The real store code on a real PostgreSQL, wired by hand, with the real job code and a clock that stands still. */
final class StoreFixture implements AutoCloseable {
    static final String ACCOUNT = TestAgents.ACCOUNT;
    static final int JKS = 0;
    static final int PEM = 2;
    static final int PKCS12 = 101;

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    final SettableClock clock = new SettableClock(Instant.parse("2026-11-23T10:15:30Z"));
    final TestDatabase testDatabase = TestDatabase.fresh();
    final Database database = testDatabase.database();
    final Ids ids = new Ids(clock, new Random(1));
    final TestAgents agents = new TestAgents(database);
    final Presence presence = new Presence(database);
    final AgentSessions sessions =
            new AgentSessions(AgentSettings.DEFAULT, new Random(2), presence, new KnownSessions(presence));
    final AuditLog audit = new AuditLog(database, clock);
    final EncryptionKeys keys =
            EncryptionKeys.parse("test:" + Base64.getEncoder().encodeToString(new byte[32]), "the test");
    final SecretRepository secrets = new SecretRepository(new SecretCipher(keys, new Random(3)));
    final StoreTypeRepository types = new StoreTypeRepository();
    final StoreRepository stores = new StoreRepository();
    final InventoryRepository inventories = new InventoryRepository();
    final GatheredInventoryRepository gathered = new GatheredInventoryRepository();
    final JobRepository jobs = new JobRepository();
    final AttemptRepository attempts = new AttemptRepository();
    final StartRepository starts = new StartRepository(AgentSettings.DEFAULT);
    final HeldInventoryRepository held = new HeldInventoryRepository();
    final InventoryVersionRepository versions = new InventoryVersionRepository();

    /** May be set by a test at any time. */
    InventorySettings inventorySettings = InventorySettings.DEFAULT;

    final ConcludeInventories concludeInventories = new ConcludeInventories(
            new InventoryChangeRepository(),
            versions,
            held,
            gathered,
            new VerifyStoreJobs(new StoreContentRepository(), new Verifications()),
            new JobEventRepository(),
            () -> inventorySettings);
    final InventoryJobHandler handler = new InventoryJobHandler(
            new StoreAccess(stores, secrets), inventories, gathered, concludeInventories, clock);
    final JobSchedule jobSchedule = new JobSchedule(
            jobs, sessions, new WarnOfJobs(starts, new JobEventRepository(), () -> new JobHandlers(List.of(handler))));
    final InventorySchedules inventorySchedules = new InventorySchedules(jobSchedule, ids);
    final ContainerRepository containers = new ContainerRepository();
    final NewStoreRules rules = new NewStoreRules(types, containers, ids);
    final StoreSecrets storeSecrets = new StoreSecrets(secrets, ids);
    final JoinContainer joinContainer = new JoinContainer(inventorySchedules, sessions);
    final StoreRemoval removal = new StoreRemoval(stores, secrets, inventorySchedules);
    final CreateStore createStore;
    final UpdateStore updateStore;
    final ListStores listStores = listStores(AgentSettings.DEFAULT);
    final GetStore getStore = new GetStore(database, stores);
    final DeleteStores deleteStores = new DeleteStores(database, stores, removal, audit, clock);
    final ScheduleInventory scheduleInventory =
            new ScheduleInventory(database, stores, inventorySchedules, audit, clock);
    final StoreInventory storeInventory = new StoreInventory(database, getStore, inventories, clock);
    private final HeldInventories heldInventories = new HeldInventories(stores, held);
    final AcceptHeldInventory acceptHeld =
            new AcceptHeldInventory(database, heldInventories, concludeInventories, audit, clock);
    final RejectHeldInventory rejectHeld =
            new RejectHeldInventory(database, heldInventories, concludeInventories, audit, clock);
    final ListHeldInventories listHeld = new ListHeldInventories(database, held);
    final DiffHeldInventory diffHeld = new DiffHeldInventory(database, getStore, held);
    final ListInventoryVersions listVersions = new ListInventoryVersions(database, getStore, versions);
    final PurgeInventoryVersions purgeVersions =
            new PurgeInventoryVersions(database, versions, gathered, () -> inventorySettings, clock);
    final GetInventoryVersion getVersion = new GetInventoryVersion(database, getStore, versions);
    final DiffInventoryVersion diffVersion = new DiffInventoryVersion(database, getVersion, versions);
    final GetContainer getContainer = new GetContainer(database, containers, stores);
    final CreateContainer createContainer = new CreateContainer(database, containers, types, audit);
    final UpdateContainer updateContainer =
            new UpdateContainer(database, containers, stores, inventorySchedules, getContainer, audit, clock);
    final DeleteContainer deleteContainer = new DeleteContainer(database, containers, stores, sessions, audit);
    final AssignContainer assignContainer =
            new AssignContainer(database, containers, createContainer, stores, joinContainer, audit, clock);
    final StoreDeparture departure;
    final GatherInventory gatherInventory = new GatherInventory(
            database,
            new Attempts(sessions, attempts, JobSettings.DEFAULT),
            new CertificateRepository(clock),
            gathered,
            clock);
    final ConfigureJob configureJob;
    final CompleteJob completeJob;

    StoreFixture() {
        this(StoreSettings.DEFAULT);
    }

    ListStores listStores(AgentSettings settings) {
        Heartbeats heartbeats = new Heartbeats(database, new AgentRepository(), settings, clock, new Random(4));
        return new ListStores(database, stores, heartbeats, clock);
    }

    StoreFixture(StoreSettings settings) {
        StoreAgents storeAgents = new StoreAgents(new AgentRepository(), settings);
        createStore = new CreateStore(
                database,
                rules,
                storeAgents,
                stores,
                secrets,
                inventorySchedules,
                new ScheduleCreation(jobSchedule, audit, ids),
                audit,
                clock,
                ids);
        updateStore = new UpdateStore(
                database,
                rules,
                storeAgents,
                types,
                stores,
                storeSecrets,
                inventorySchedules,
                jobSchedule,
                sessions,
                audit,
                clock,
                ids);
        departure = new StoreDeparture(stores, removal, audit, clock);
        JobHandlers handlers = new JobHandlers(List.of(handler));
        AdvanceRollouts advanceRollouts =
                new AdvanceRollouts(database, new WaveRepository(), new HeldJobs(starts, sessions), audit, clock);
        NextRuns nextRuns = new NextRuns(new Random(4));
        EndAttempts endAttempts =
                new EndAttempts(attempts, jobs, sessions, handlers, JobSettings.DEFAULT, nextRuns, advanceRollouts);
        configureJob = new ConfigureJob(
                database,
                sessions,
                jobs,
                attempts,
                starts,
                endAttempts,
                handlers,
                JobSettings.DEFAULT,
                nextRuns,
                clock);
        completeJob = new CompleteJob(database, sessions, jobs, attempts, endAttempts, new JobDataRepository(), clock);
    }

    static Caller caller(String... permissions) {
        return new Caller(
                "CORP\\alice",
                List.of("Role"),
                Grants.of(
                        Arrays.stream(permissions).map(PermissionString::parse).toList()));
    }

    static Caller admin() {
        return caller("/");
    }

    /** Adds a container. */
    void container(int id, int typeId, @Nullable String schedule) {
        database.runInTransaction(tx -> tx.createUpdate("""
                        INSERT INTO certificate_store_container (id, name, store_type_id, schedule)
                        VALUES (:id, :name, :typeId, :schedule)
                        """)
                .bind("id", id)
                .bind("name", "Container " + id)
                .bind("typeId", typeId)
                .bind("schedule", schedule)
                .execute());
    }

    /** Reads a request as the server does. */
    static CertificateStoreRequest request(String json) {
        try {
            return JSON.readValue(json, CertificateStoreRequest.class);
        } catch (Exception e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    CertificateStore create(Caller caller, String json) {
        return createStore.run(caller, request(json).toNewStore());
    }

    /** Replaces a store as a request says. */
    CertificateStore update(Caller caller, String json) {
        try {
            return updateStore.run(
                    caller,
                    JSON.readValue(json, CertificateStoreUpdateRequest.class).toChange());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    /** What is kept under the ids of secrets. */
    Map<UUID, SecretValue> revealed(List<UUID> secretIds) {
        return database.read(tx -> secrets.get(tx, secretIds));
    }

    /** A PEM store of an agent, without password and schedule. */
    CertificateStore pem(UUID agentId, String path, @Nullable Integer containerId) {
        return create(admin(), """
                {"ClientMachine": "web-7.example.net", "Storepath": "%s", "CertStoreType": 2, "AgentId": "%s",
                 "ContainerId": %s, "Properties": "{}"}
                """.formatted(path, agentId, containerId));
    }

    CertificateStore get(UUID id) {
        return getStore.run(admin(), id);
    }

    boolean exists(UUID storeId) {
        return one("SELECT count(*) FROM certificate_store WHERE id = ?", storeId) == 1;
    }

    long one(String sql, Object... arguments) {
        return database.inTransaction(tx -> {
            var query = tx.createQuery(sql);
            for (int i = 0; i < arguments.length; i++) {
                query.bind(i, arguments[i]);
            }
            return query.mapTo(Long.class).one();
        });
    }

    /** As if they were too old to be kept. */
    void forgetVersions() {
        database.runInTransaction(tx -> tx.execute("DELETE FROM inventory_change"));
    }

    // --------------------------------------------------------------------------------------------------- as the agent

    AgentSession session(UUID agentId) {
        return database.inTransaction(tx -> sessions.start(tx, agentId, clock.instant()));
    }

    /** The store's inventory job, immediately. */
    UUID scheduleNow(CertificateStore store) {
        scheduleInventory.run(admin(), List.of(store.id()), Optional.of(new Schedule.Immediate()));
        return Objects.requireNonNull(get(store.id()).inventory()).jobId();
    }

    Object configure(AgentSession session, UUID jobId) {
        return configureJob.run(
                JobKind.INVENTORY, ACCOUNT, new ConfigureRequest(session.token().toString(), jobId.toString()));
    }

    Result update(AgentSession session, UUID jobId, List<InventoryItem> items) {
        return gatherInventory.run(
                ACCOUNT, new InventoryUpdateRequest(session.token().toString(), jobId.toString(), items));
    }

    void complete(AgentSession session, UUID jobId, long auditId, int status) {
        completeJob.run(
                ACCOUNT,
                new CompleteRequest(
                        status, auditId, jobId.toString(), "", session.token().toString(), null));
    }

    /** A whole run: schedule, configure, the Updates, completion with the status. */
    @SafeVarargs
    @SuppressWarnings("varargs")
    final void inventory(CertificateStore store, int status, List<InventoryItem>... updates) {
        inventoryOf(store, status, List.of(updates));
    }

    void inventoryOf(CertificateStore store, int status, List<List<InventoryItem>> updates) {
        AgentSession session = session(Objects.requireNonNull(store.agentId()));
        UUID jobId = scheduleNow(store);
        InventoryConfigureReply reply = (InventoryConfigureReply) configure(session, jobId);
        for (List<InventoryItem> update : updates) {
            Result result = update(session, jobId, update);
            if (result.status() != Result.SUCCESS) {
                throw new IllegalStateException(result.text());
            }
        }
        complete(session, jobId, reply.auditId(), status);
    }

    static InventoryItem item(String alias, int itemStatus, boolean privateKey, byte[]... certificates) {
        return new InventoryItem(
                privateKey,
                certificates.length > 1,
                itemStatus,
                alias,
                Arrays.stream(certificates)
                        .map(der -> Base64.getEncoder().encodeToString(der))
                        .toList());
    }

    Page<InventoryEntry> entries(CertificateStore store) {
        return storeInventory.run(admin(), store.id(), new Paging("", 0, Paging.LIMIT_MAX, null, false));
    }

    @Override
    public void close() {
        testDatabase.close();
    }
}
