package io.quartermaster.server.store;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import io.quartermaster.server.agent.Agent;
import io.quartermaster.server.query.SqlCondition;
import io.quartermaster.server.schedule.Schedule;
import io.quartermaster.server.security.ContainerScope;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Certificate stores. Every method works in the caller's transaction. Safe for many threads. */
@Singleton
public class StoreRepository {
    /** What queries and permissions look at; few rows beside the stores themselves. */
    private static final String SEARCHED = """
             FROM certificate_store s
             JOIN certificate_store_type t ON t.id = s.store_type_id
             LEFT JOIN certificate_store_container c ON c.id = s.container_id
            """;

    /**
     * A store has one inventory job, or two while a job that is to run once waits beside the recurring one; the recurring
     * one is the store's schedule then. One that ran once and is in process is scheduled no more.
     */
    private static final String DETAILED = """
            SELECT s.id, s.agent_id, s.container_id, c.name AS container_name, s.client_machine, s.store_path,
                   s.approved, s.create_if_missing, s.properties, s.password_secret_id,
                   j.id AS job_id, j.schedule, j.next_run,
                   EXISTS (SELECT FROM agent a
                            WHERE a.id = s.agent_id AND a.status = 2
                              AND lower('CertStores.' || t.capability || '.Reenrollment')
                                  IN (SELECT lower(name) FROM unnest(a.capabilities) AS name)) AS keys_on_device,
            """ + StoreTypeRepository.COLUMNS + SEARCHED + """
             LEFT JOIN LATERAL (
                  SELECT i.id, i.schedule, i.next_run
                    FROM scheduled_job i
                   WHERE i.store_id = s.id AND i.kind = 'INVENTORY' AND (i.state = 'SCHEDULED' OR i.recurring)
                   ORDER BY i.recurring DESC, i.requested_at, i.id
                   LIMIT 1) j ON TRUE
            """;

    public Optional<CertificateStore> find(Handle tx, UUID id) {
        return find(tx, List.of(id)).stream().findFirst();
    }

    /** In the order of the ids as given; unknown ones are left out. */
    public List<CertificateStore> find(Handle tx, Collection<UUID> ids) {
        return stores(tx.createQuery(
                        DETAILED + " WHERE s.id = ANY (:ids) ORDER BY array_position(CAST(:ids AS uuid[]), s.id)")
                .bindArray("ids", UUID.class, ids));
    }

    /** Locks stores in the order of their ids, and reads them; unknown ids are left out. */
    public List<CertificateStore> lock(Handle tx, Collection<UUID> ids) {
        return stores(tx.createQuery(DETAILED + " WHERE s.id = ANY (:ids) ORDER BY s.id FOR UPDATE OF s")
                .bindArray("ids", UUID.class, ids));
    }

    /** Locks the stores of some agents in the order of their ids, and reads them. */
    List<CertificateStore> lockOfAgents(Handle tx, Collection<UUID> agentIds) {
        return stores(tx.createQuery(DETAILED + " WHERE s.agent_id = ANY (:agentIds) ORDER BY s.id FOR UPDATE OF s")
                .bindArray("agentIds", UUID.class, agentIds));
    }

    /** Locks the stores of a container in the order of their ids, and reads them. */
    List<CertificateStore> lockInContainer(Handle tx, int containerId) {
        return stores(tx.createQuery(DETAILED + " WHERE s.container_id = :containerId ORDER BY s.id FOR UPDATE OF s")
                .bind("containerId", containerId));
    }

    /** The stores of a container by machine and path, at most so many. */
    List<CertificateStore> inContainer(Handle tx, int containerId, int limit) {
        List<UUID> ids = tx.createQuery("""
                        SELECT s.id FROM certificate_store s
                         WHERE s.container_id = :containerId
                         ORDER BY lower(s.client_machine), s.store_path, s.id LIMIT :limit
                        """)
                .bind("containerId", containerId)
                .bind("limit", limit)
                .mapTo(UUID.class)
                .list();
        return find(tx, ids);
    }

    long countOfAgent(Handle tx, UUID agentId) {
        return tx.createQuery("SELECT count(*) FROM certificate_store WHERE agent_id = :agentId")
                .bind("agentId", agentId)
                .mapTo(Long.class)
                .one();
    }

    /** One page of the stores that match and lie in the scope. */
    List<CertificateStore> page(
            Handle tx, SqlCondition condition, ContainerScope scope, String orderBy, int limit, long offset) {
        List<UUID> ids = scoped(
                        tx.createQuery("SELECT s.id" + SEARCHED + " WHERE " + inScope(scope) + " AND " + condition.sql()
                                + " ORDER BY " + orderBy + " LIMIT :limit OFFSET :offset"),
                        scope)
                .bindMap(condition.bindings())
                .bind("limit", limit)
                .bind("offset", offset)
                .mapTo(UUID.class)
                .list();
        return find(tx, ids);
    }

    /** How many stores match and lie in the scope; exact. */
    long count(Handle tx, SqlCondition condition, ContainerScope scope) {
        return scoped(
                        tx.createQuery(
                                "SELECT count(*)" + SEARCHED + " WHERE " + inScope(scope) + " AND " + condition.sql()),
                        scope)
                .bindMap(condition.bindings())
                .mapTo(Long.class)
                .one();
    }

    private static String inScope(ContainerScope scope) {
        return switch (scope) {
            case ContainerScope.All() -> "TRUE";
            case ContainerScope.Only(var ids) -> "s.container_id = ANY (:containerIds)";
        };
    }

    private static Query scoped(Query query, ContainerScope scope) {
        return switch (scope) {
            case ContainerScope.All() -> query;
            case ContainerScope.Only(var ids) -> query.bindArray("containerIds", Integer.class, ids);
        };
    }

    /**
     * Adds a store.
     *
     * @return false when there is one of the type in that place already; nothing was written then
     */
    boolean add(
            Handle tx,
            UUID id,
            NewStore store,
            StoreProperties properties,
            @Nullable UUID passwordSecretId,
            Instant now) {
        return tx.createUpdate("""
                        INSERT INTO certificate_store
                               (id, agent_id, store_type_id, container_id, client_machine, store_path, approved,
                                create_if_missing, properties, password_secret_id, created_at)
                        VALUES (:id, :agentId, :typeId, :containerId, :clientMachine, :storePath, TRUE,
                                :createIfMissing, CAST(:properties AS jsonb), :passwordSecretId, :now)
                            ON CONFLICT (store_type_id, lower(client_machine), store_path) DO NOTHING
                        """)
                        .bind("id", id)
                        .bind("agentId", store.agentId())
                        .bind("typeId", store.typeId())
                        .bind("containerId", store.containerId())
                        .bind("clientMachine", store.clientMachine())
                        .bind("storePath", store.storePath())
                        .bind("createIfMissing", store.createIfMissing())
                        .bind("properties", properties.toColumn())
                        .bind("passwordSecretId", passwordSecretId)
                        .bind("now", now)
                        .execute()
                == 1;
    }

    /** Replaces what can change about a store; the caller holds its lock. */
    void update(
            Handle tx,
            UUID id,
            @Nullable UUID agentId,
            @Nullable Integer containerId,
            boolean createIfMissing,
            StoreProperties properties,
            @Nullable UUID passwordSecretId) {
        tx.createUpdate("""
                        UPDATE certificate_store
                           SET agent_id = :agentId, container_id = :containerId, create_if_missing = :createIfMissing,
                               properties = CAST(:properties AS jsonb), password_secret_id = :passwordSecretId
                         WHERE id = :id
                        """)
                .bind("id", id)
                .bind("agentId", agentId)
                .bind("containerId", containerId)
                .bind("createIfMissing", createIfMissing)
                .bind("properties", properties.toColumn())
                .bind("passwordSecretId", passwordSecretId)
                .execute();
    }

    void setPassword(Handle tx, UUID id, @Nullable UUID passwordSecretId) {
        tx.createUpdate("UPDATE certificate_store SET password_secret_id = :passwordSecretId WHERE id = :id")
                .bind("id", id)
                .bind("passwordSecretId", passwordSecretId)
                .execute();
    }

    /** Puts stores into a container; the caller holds their locks. */
    void assign(Handle tx, Collection<UUID> ids, int containerId) {
        tx.createUpdate("UPDATE certificate_store SET container_id = :containerId WHERE id = ANY (:ids)")
                .bindArray("ids", UUID.class, ids)
                .bind("containerId", containerId)
                .execute();
    }

    /** What a store has from its approval on. */
    record Approval(
            UUID id,
            @Nullable Integer containerId,
            StoreProperties properties,
            @Nullable UUID passwordSecretId) {}

    /** Takes over stores that were discovered; the caller holds their locks. */
    void approve(Handle tx, List<Approval> approvals) {
        tx.createUpdate("""
                        UPDATE certificate_store s
                           SET approved = TRUE, container_id = new.container_id,
                               properties = CAST(new.properties AS jsonb), password_secret_id = new.password_secret_id
                          FROM unnest(CAST(:ids AS uuid[]), CAST(:containerIds AS integer[]),
                                      CAST(:properties AS text[]), CAST(:passwords AS uuid[]))
                               AS new (id, container_id, properties, password_secret_id)
                         WHERE s.id = new.id AND NOT s.approved
                        """)
                .bindArray(
                        "ids", UUID.class, approvals.stream().map(Approval::id).toList())
                .bindArray(
                        "containerIds",
                        Integer.class,
                        approvals.stream().map(Approval::containerId).toArray())
                .bindArray(
                        "properties",
                        String.class,
                        approvals.stream()
                                .map(one -> one.properties().toColumn())
                                .toList())
                .bindArray(
                        "passwords",
                        UUID.class,
                        approvals.stream().map(Approval::passwordSecretId).toArray())
                .execute();
    }

    /**
     * Where stores like templates are: at the place on the agent's machine, or with the agent at the same path, whatever
     * the machine is called there.
     *
     * @return by the agent's id the ids of templates
     */
    Map<UUID, Set<UUID>> existing(Handle tx, List<Agent> agents, List<StoreTemplate> templates) {
        return tx
                .createQuery("""
                        WITH agent_of AS (
                          SELECT * FROM unnest(CAST(:agentIds AS uuid[]), CAST(:machines AS text[])) AS a (id, machine)
                        ), template AS (
                          SELECT * FROM unnest(CAST(:templateIds AS uuid[]), CAST(:typeIds AS integer[]),
                                               CAST(:paths AS text[])) AS t (id, type_id, path)
                        )
                        SELECT a.id AS agent_id, t.id AS template_id
                          FROM agent_of a CROSS JOIN template t
                          JOIN certificate_store s ON s.store_type_id = t.type_id
                           AND lower(s.client_machine) = lower(a.machine) AND s.store_path = t.path
                         UNION
                        SELECT a.id, t.id
                          FROM agent_of a
                          JOIN certificate_store s ON s.agent_id = a.id
                          JOIN template t ON t.type_id = s.store_type_id AND t.path = s.store_path
                        """)
                .bindArray(
                        "agentIds", UUID.class, agents.stream().map(Agent::id).toList())
                .bindArray(
                        "machines",
                        String.class,
                        agents.stream().map(Agent::clientMachine).toList())
                .bindArray(
                        "templateIds",
                        UUID.class,
                        templates.stream().map(StoreTemplate::id).toList())
                .bindArray(
                        "typeIds",
                        Integer.class,
                        templates.stream().map(StoreTemplate::typeId).toList())
                .bindArray(
                        "paths",
                        String.class,
                        templates.stream().map(StoreTemplate::storePath).toList())
                .map((row, context) ->
                        Map.entry(row.getObject("agent_id", UUID.class), row.getObject("template_id", UUID.class)))
                .stream()
                .collect(groupingBy(Map.Entry::getKey, mapping(Map.Entry::getValue, toSet())));
    }

    /**
     * Adds stores without passwords on the machines of their agents.
     *
     * @param properties by the template's id, as in the column
     * @return how many were added; the others are there already
     */
    int addAll(Handle tx, Map<UUID, StoreOnAgent> wanted, Map<UUID, String> properties, Instant now) {
        List<StoreOnAgent> stores = List.copyOf(wanted.values());
        List<StoreTemplate> templates =
                stores.stream().map(StoreOnAgent::template).toList();
        return tx.createUpdate("""
                        INSERT INTO certificate_store
                               (id, agent_id, store_type_id, container_id, client_machine, store_path, approved,
                                create_if_missing, properties, created_at)
                        SELECT new.id, new.agent_id, new.type_id, new.container_id, new.machine, new.path, TRUE,
                               new.create_if_missing, CAST(new.properties AS jsonb), :now
                          FROM unnest(CAST(:ids AS uuid[]), CAST(:agentIds AS uuid[]), CAST(:typeIds AS integer[]),
                                      CAST(:containerIds AS integer[]), CAST(:machines AS text[]), CAST(:paths AS text[]),
                                      CAST(:createIfMissing AS boolean[]), CAST(:properties AS text[]))
                               AS new (id, agent_id, type_id, container_id, machine, path, create_if_missing, properties)
                         ORDER BY new.id
                            ON CONFLICT (store_type_id, lower(client_machine), store_path) DO NOTHING
                        """)
                .bindArray("ids", UUID.class, wanted.keySet())
                .bindArray(
                        "agentIds",
                        UUID.class,
                        stores.stream().map(store -> store.agent().id()).toList())
                .bindArray(
                        "typeIds",
                        Integer.class,
                        templates.stream().map(StoreTemplate::typeId).toList())
                .bindArray(
                        "containerIds",
                        Integer.class,
                        templates.stream().map(StoreTemplate::containerId).toArray())
                .bindArray(
                        "machines",
                        String.class,
                        stores.stream()
                                .map(store -> store.agent().clientMachine())
                                .toList())
                .bindArray(
                        "paths",
                        String.class,
                        templates.stream().map(StoreTemplate::storePath).toList())
                .bindArray(
                        "createIfMissing",
                        Boolean.class,
                        templates.stream().map(StoreTemplate::createIfMissing).toList())
                .bindArray(
                        "properties",
                        String.class,
                        templates.stream()
                                .map(template -> properties.get(template.id()))
                                .toList())
                .bind("now", now)
                .execute();
    }

    /** Removes stores with their inventories. Their secrets and jobs are the caller's to remove. */
    void delete(Handle tx, Collection<UUID> ids) {
        tx.createUpdate("DELETE FROM certificate_store WHERE id = ANY (:ids)")
                .bindArray("ids", UUID.class, ids)
                .execute();
    }

    /** Many stores have few types: each is read once. */
    private static List<CertificateStore> stores(Query detailed) {
        Map<Integer, StoreType> types = new HashMap<>();
        return detailed.map((row, context) -> {
                    StoreType type = types.get(row.getInt("type_id"));
                    if (type == null) {
                        type = StoreTypeRepository.type(row, context);
                        types.put(type.id(), type);
                    }
                    return store(row, type);
                })
                .list();
    }

    private static CertificateStore store(ResultSet row, StoreType type) throws SQLException {
        UUID jobId = row.getObject("job_id", UUID.class);
        return new CertificateStore(
                row.getObject("id", UUID.class),
                row.getObject("agent_id", UUID.class),
                type,
                row.getObject("container_id", Integer.class),
                row.getString("container_name"),
                row.getString("client_machine"),
                row.getString("store_path"),
                row.getBoolean("approved"),
                row.getBoolean("create_if_missing"),
                StoreProperties.fromColumn(row.getString("properties")),
                row.getObject("password_secret_id", UUID.class),
                jobId == null
                        ? null
                        : new CertificateStore.PlannedInventory(
                                jobId,
                                Schedule.ofText(row.getString("schedule")),
                                row.getTimestamp("next_run").toInstant()),
                row.getBoolean("keys_on_device"));
    }
}
