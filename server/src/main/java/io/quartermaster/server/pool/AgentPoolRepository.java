package io.quartermaster.server.pool;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;

import io.quartermaster.server.db.UniqueNames;
import io.quartermaster.server.query.FieldSet;
import io.quartermaster.server.query.SqlCondition;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Pools and who is in them. Every method works in the caller's transaction. Safe for many threads.
 *
 * <p>Whoever changes who is in a pool has locked the agents, so that each is put into one pool only and none is reset or
 * deleted meanwhile.
 */
@Singleton
public class AgentPoolRepository {
    /** The capability that agents of pools have. */
    static final String CAPABILITY = "SSL";

    static final FieldSet POOLS = FieldSet.of("agent pools", "p.id")
            .guid("p.id", "AgentPoolId", "Id")
            .text("p.name", "Name")
            .build();

    static final FieldSet AGENTS = FieldSet.of("agents of the default pool", "a.agent_id")
            .guid("a.agent_id", "AgentId")
            .text("a.client_machine", "ClientMachine")
            .text("a.version", "Version")
            .bool("a.discover", "EnableDiscover")
            .bool("a.monitor", "EnableMonitor")
            .build();

    /** Every agent that is in a pool, as {@code a}; needs {@code :defaultPool} and {@code :capability}. */
    private static final String MEMBERS = """
            (SELECT g.id AS agent_id, g.client_machine, g.version, coalesce(m.pool_id, :defaultPool) AS pool_id,
                    able.ssl AS allows_ssl,
                    able.ssl AND coalesce(m.enable_discover, TRUE) AS discover,
                    able.ssl AND coalesce(m.enable_monitor, TRUE) AS monitor
               FROM agent g
              CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM unnest(g.capability_names) AS name
                                                  WHERE lower(name) = lower(:capability)) AS ssl) AS able
               LEFT JOIN agent_pool_member m ON m.agent_id = g.id
              WHERE m.pool_id <> :defaultPool OR (g.status = 2 AND able.ssl)) AS a
            """;

    /** One page of the pools that match, with their agents. */
    List<AgentPool> page(Handle tx, SqlCondition condition, String orderBy, int limit, long offset) {
        return withAgents(
                tx,
                tx.createQuery("SELECT p.id, p.name FROM agent_pool p WHERE " + condition.sql() + " ORDER BY " + orderBy
                                + " LIMIT :limit OFFSET :offset")
                        .bindMap(condition.bindings())
                        .bind("limit", limit)
                        .bind("offset", offset));
    }

    long count(Handle tx, SqlCondition condition) {
        return tx.createQuery("SELECT count(*) FROM agent_pool p WHERE " + condition.sql())
                .bindMap(condition.bindings())
                .mapTo(Long.class)
                .one();
    }

    Optional<AgentPool> find(Handle tx, UUID id) {
        return withAgents(
                        tx,
                        tx.createQuery("SELECT p.id, p.name FROM agent_pool p WHERE p.id = :id")
                                .bind("id", id))
                .stream()
                .findFirst();
    }

    /** A pool; until the transaction ends, nobody else changes or deletes it. */
    Optional<AgentPool> lock(Handle tx, UUID id) {
        return withAgents(
                        tx,
                        tx.createQuery("SELECT p.id, p.name FROM agent_pool p WHERE p.id = :id FOR UPDATE")
                                .bind("id", id))
                .stream()
                .findFirst();
    }

    /** One page of the agents of the default pool that match. */
    List<PooledAgent> pageOfDefault(Handle tx, SqlCondition condition, String orderBy, int limit, long offset) {
        return members(tx.createQuery("SELECT a.* FROM " + MEMBERS + " WHERE a.pool_id = :defaultPool AND "
                        + condition.sql() + " ORDER BY " + orderBy + " LIMIT :limit OFFSET :offset"))
                .bindMap(condition.bindings())
                .bind("limit", limit)
                .bind("offset", offset)
                .map((row, context) -> agent(row))
                .list();
    }

    long countOfDefault(Handle tx, SqlCondition condition) {
        return members(tx.createQuery(
                        "SELECT count(*) FROM " + MEMBERS + " WHERE a.pool_id = :defaultPool AND " + condition.sql()))
                .bindMap(condition.bindings())
                .mapTo(Long.class)
                .one();
    }

    /** The pool that each of these agents was put into, or belongs to by itself; those that are in none are left out. */
    Map<UUID, Head> poolsOf(Handle tx, Collection<UUID> agentIds) {
        return members(tx.createQuery("SELECT a.agent_id, p.id, p.name FROM " + MEMBERS
                        + " JOIN agent_pool p ON p.id = a.pool_id WHERE a.agent_id = ANY (:agentIds)"))
                .bindArray("agentIds", UUID.class, agentIds)
                .map((row, context) -> Map.entry(row.getObject("agent_id", UUID.class), head(row)))
                .stream()
                .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** @throws io.quartermaster.server.error.CommandException NAME_IN_USE when there is a pool of this name, in any case */
    void insert(Handle tx, UUID id, String name) {
        UniqueNames.execute(
                taken(name),
                tx.createUpdate("INSERT INTO agent_pool (id, name) VALUES (:id, :name)")
                        .bind("id", id)
                        .bind("name", name));
    }

    /** @throws io.quartermaster.server.error.CommandException NAME_IN_USE when another pool has this name, in any case */
    void rename(Handle tx, UUID id, String name) {
        UniqueNames.execute(
                taken(name),
                tx.createUpdate("UPDATE agent_pool SET name = :name WHERE id = :id AND name <> :name")
                        .bind("id", id)
                        .bind("name", name));
    }

    /** Puts agents into a pool, out of the default pool where they are there, and all others out of it. */
    void replaceMembers(Handle tx, UUID poolId, List<WantedPool.Member> members) {
        tx.createUpdate("""
                        WITH gone AS (
                          DELETE FROM agent_pool_member WHERE pool_id = :poolId AND agent_id <> ALL (:agentIds)
                        )
                        INSERT INTO agent_pool_member (agent_id, pool_id, enable_discover, enable_monitor)
                        SELECT new.agent_id, :poolId, new.discover, new.monitor
                          FROM unnest(:agentIds, CAST(:discover AS boolean[]), CAST(:monitor AS boolean[]))
                               AS new (agent_id, discover, monitor)
                            ON CONFLICT (agent_id) DO UPDATE
                           SET pool_id = excluded.pool_id, enable_discover = excluded.enable_discover,
                               enable_monitor = excluded.enable_monitor
                        """)
                .bind("poolId", poolId)
                .bindArray(
                        "agentIds",
                        UUID.class,
                        members.stream().map(WantedPool.Member::agentId).toList())
                .bindArray(
                        "discover",
                        Boolean.class,
                        members.stream().map(WantedPool.Member::discover).toList())
                .bindArray(
                        "monitor",
                        Boolean.class,
                        members.stream().map(WantedPool.Member::monitor).toList())
                .execute();
    }

    /** Takes agents out of the pools they were put into. */
    void removeMembers(Handle tx, Collection<UUID> agentIds) {
        tx.createUpdate("DELETE FROM agent_pool_member WHERE agent_id = ANY (:agentIds)")
                .bindArray("agentIds", UUID.class, agentIds)
                .execute();
    }

    /** Removes a pool; its agents are in the default pool then. */
    void delete(Handle tx, UUID id) {
        tx.createUpdate("DELETE FROM agent_pool WHERE id = :id").bind("id", id).execute();
    }

    private static String taken(String name) {
        return "There is an agent pool '" + name + "' already; case does not matter.";
    }

    private static Query members(Query query) {
        return query.bind("defaultPool", AgentPool.DEFAULT_ID).bind("capability", CAPABILITY);
    }

    private static List<AgentPool> withAgents(Handle tx, Query pools) {
        List<Head> heads = pools.map((row, context) -> head(row)).list();
        Map<UUID, List<PooledAgent>> agents = members(tx.createQuery("SELECT a.* FROM " + MEMBERS
                        + " WHERE a.pool_id = ANY (:poolIds) ORDER BY lower(a.client_machine), a.agent_id"))
                .bindArray("poolIds", UUID.class, heads.stream().map(Head::id).toList())
                .map((row, context) -> Map.entry(row.getObject("pool_id", UUID.class), agent(row)))
                .stream()
                .collect(groupingBy(Map.Entry::getKey, mapping(Map.Entry::getValue, toList())));
        return heads.stream()
                .map(head -> new AgentPool(head.id(), head.name(), agents.getOrDefault(head.id(), List.of())))
                .toList();
    }

    private static PooledAgent agent(ResultSet row) throws SQLException {
        return new PooledAgent(
                row.getObject("agent_id", UUID.class),
                row.getString("client_machine"),
                row.getString("version"),
                row.getBoolean("allows_ssl"),
                row.getBoolean("discover"),
                row.getBoolean("monitor"));
    }

    private static Head head(ResultSet row) throws SQLException {
        return new Head(row.getObject("id", UUID.class), row.getString("name"));
    }

    /** A pool without its agents. */
    record Head(UUID id, String name) {}
}
