package io.quartermaster.server.agent;

import io.quartermaster.server.db.IdArray;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.error.FailedOperation;
import io.quartermaster.server.query.SqlCondition;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jspecify.annotations.Nullable;

/**
 * The table of agents, with the time each was last heard of. Every method works in the caller's transaction. Safe for
 * many threads.
 */
@Singleton
public class AgentRepository {
    private static final String COLUMNS = """
            a.id, a.client_machine, a.username, a.platform, a.version, a.status, a.capabilities, a.registered_at,
            a.blueprint, a.thumbprint, a.legacy_thumbprint, a.last_thumbprint_used, a.auth_certificate_reenrollment,
            a.last_error_code, a.last_error_message, coalesce(p.last_seen, a.registered_at) AS last_seen
            """;
    private static final String UNIQUE_VIOLATION = "23505";
    private static final String FROM = " FROM agent a LEFT JOIN agent_presence p ON p.agent_id = a.id ";

    /** One agent. */
    public Optional<Agent> find(Handle tx, UUID id) {
        return tx.createQuery("SELECT " + COLUMNS + FROM + "WHERE a.id = :id")
                .bind("id", id)
                .map((row, context) -> agent(row))
                .findOne();
    }

    /** Several agents, by id in ascending order; unknown ids are left out. */
    public List<Agent> find(Handle tx, Collection<UUID> ids) {
        return tx.createQuery("SELECT " + COLUMNS + FROM + "WHERE a.id = ANY (:ids) ORDER BY a.id")
                .bindArray("ids", UUID.class, ids)
                .map((row, context) -> agent(row))
                .list();
    }

    /** Locks agents in the order of their ids, and reads them; unknown ids are left out. */
    public List<Agent> lock(Handle tx, Collection<UUID> ids) {
        return tx.createQuery("SELECT " + COLUMNS + FROM + "WHERE a.id = ANY (:ids) ORDER BY a.id FOR UPDATE OF a")
                .bindArray("ids", UUID.class, ids)
                .map((row, context) -> agent(row))
                .list();
    }

    /**
     * Locks those of the agents that are approved and announced one of some capabilities, in the order of their ids. The
     * others, and unknown ids, are left out.
     *
     * @param capabilities full names; matched in any case, which costs more where they are spelled otherwise
     */
    public List<UUID> lockFit(Handle tx, Collection<UUID> ids, List<String> capabilities) {
        return tx.createQuery("""
                        SELECT a.id FROM agent a
                         WHERE a.id = ANY (:ids) AND a.status = :approved
                           AND (a.capabilities && CAST(:capabilities AS text[])
                                OR EXISTS (SELECT FROM unnest(a.capabilities) AS c (name) WHERE lower(c.name) = ANY (:folded)))
                         ORDER BY a.id FOR UPDATE
                        """)
                .bind("ids", new IdArray(ids))
                .bind("approved", AgentStatus.APPROVED.number())
                .bindArray("capabilities", String.class, capabilities)
                .bindArray(
                        "folded",
                        String.class,
                        capabilities.stream().map(AgentCapabilities::fold).toList())
                .map((row, context) -> row.getObject("id", UUID.class))
                .list();
    }

    /**
     * Locks agents in the order of their ids, and reads them.
     *
     * @throws CommandException UNKNOWN_ID when one of them does not exist, naming each of these
     */
    public List<Agent> lockAll(Handle tx, AgentIds wanted) {
        List<Agent> found = lock(tx, wanted.ids());
        Set<UUID> known = found.stream().map(Agent::id).collect(Collectors.toSet());
        List<FailedOperation> failed = wanted.ids().stream()
                .filter(id -> !known.contains(id))
                .map(id -> new FailedOperation(id.toString(), "Agent not found"))
                .toList();
        if (!failed.isEmpty()) {
            throw new CommandException(
                    ErrorKind.UNKNOWN_ID,
                    failed.size() == 1 ? "1 agent does not exist." : failed.size() + " agents do not exist.",
                    failed);
        }
        return found;
    }

    /**
     * Locks the one agent that a path names, and reads it.
     *
     * @throws CommandException NOT_FOUND when it does not exist
     */
    Agent lockOne(Handle tx, UUID id) {
        return lock(tx, List.of(id)).stream().findFirst().orElseThrow(() -> notFound(id));
    }

    static CommandException notFound(UUID id) {
        return new CommandException(ErrorKind.NOT_FOUND, "There is no agent " + id + ".");
    }

    /** Locks the agent that an account has on a machine, and reads it; case does not matter in either. */
    public Optional<Agent> lock(Handle tx, String username, String clientMachine) {
        return tx.createQuery("SELECT " + COLUMNS + FROM + """
                         WHERE lower(a.username) = lower(:username) AND lower(a.client_machine) = lower(:clientMachine)
                           FOR UPDATE OF a
                        """)
                .bind("username", username)
                .bind("clientMachine", clientMachine)
                .map((row, context) -> agent(row))
                .findOne();
    }

    /** One page of the agents that match. */
    List<Agent> page(Handle tx, SqlCondition condition, String orderBy, int limit, long offset) {
        return tx.createQuery("SELECT " + COLUMNS + FROM + "WHERE " + condition.sql() + " ORDER BY " + orderBy
                        + " LIMIT :limit OFFSET :offset")
                .bindMap(condition.bindings())
                .bind("limit", limit)
                .bind("offset", offset)
                .map((row, context) -> agent(row))
                .list();
    }

    /** How many agents match; exact. */
    long count(Handle tx, SqlCondition condition) {
        return tx.createQuery("SELECT count(*)" + FROM + "WHERE " + condition.sql())
                .bindMap(condition.bindings())
                .mapTo(Long.class)
                .one();
    }

    /** How many agents may poll for jobs. */
    public long countApproved(Handle tx) {
        return tx.createQuery("SELECT count(*) FROM agent WHERE status = 2")
                .mapTo(Long.class)
                .one();
    }

    /**
     * Adds an agent and the rows that go with each, unless its account has one on that machine already: of two
     * registrations at the same moment one adds it, and the other finds it.
     *
     * @return false when there is one already; nothing was written then
     */
    public boolean add(Handle tx, Agent agent, String clientParametersJson) {
        return tx.createQuery("""
                                WITH added AS (
                                  INSERT INTO agent
                                         (id, client_machine, username, platform, version, status, capabilities, capability_names,
                                          client_parameters, registered_at)
                                  VALUES (:id, :clientMachine, :username, :platform, :version, :status, :capabilities,
                                          :capabilityNames, CAST(:clientParameters AS jsonb), :registeredAt)
                                  ON CONFLICT (lower(username), lower(client_machine)) DO NOTHING
                                  RETURNING id, registered_at
                                ), seen AS (
                                  INSERT INTO agent_presence (agent_id, last_seen) SELECT id, registered_at FROM added
                                ), listed AS (
                                  INSERT INTO agent_job_list (agent_id, version) SELECT id, 0 FROM added
                                )
                                SELECT count(*) FROM added
                                """)
                        .bind("id", agent.id())
                        .bind("clientMachine", agent.clientMachine())
                        .bind("username", agent.username())
                        .bind("platform", agent.platform())
                        .bind("version", agent.version())
                        .bind("status", agent.status().number())
                        .bindArray(
                                "capabilities",
                                String.class,
                                agent.capabilities().names())
                        .bindArray(
                                "capabilityNames",
                                String.class,
                                agent.capabilities().shortNames())
                        .bind("clientParameters", clientParametersJson)
                        .bind("registeredAt", agent.registeredAt())
                        .mapTo(Long.class)
                        .one()
                == 1;
    }

    /** Whether an account has another agent than this one on that machine. */
    public boolean isNameTaken(Handle tx, Agent agent, String clientMachine) {
        return tx.createQuery("""
                        SELECT EXISTS (SELECT FROM agent
                                        WHERE lower(username) = lower(:username)
                                          AND lower(client_machine) = lower(:clientMachine) AND id <> :id)
                        """)
                .bind("username", agent.username())
                .bind("clientMachine", clientMachine)
                .bind("id", agent.id())
                .mapTo(Boolean.class)
                .one();
    }

    /**
     * Writes what an agent says about itself, and its status. Writes nothing where nothing differs, so that agents may
     * register as often as they like.
     *
     * @throws CommandException NAME_IN_USE when its account has, since a moment ago, another agent on that machine
     */
    public void describe(Handle tx, Agent agent, String clientParametersJson) {
        try {
            update(tx, agent, clientParametersJson);
        } catch (UnableToExecuteStatementException e) {
            // Of two renames at the same moment, which both found the name free, the unique index lets one through.
            if (e.getCause() instanceof SQLException sql && UNIQUE_VIOLATION.equals(sql.getSQLState())) {
                throw new CommandException(
                        ErrorKind.NAME_IN_USE,
                        "This account has another agent named " + agent.clientMachine()
                                + ". Register with an empty AgentId, or under another name.");
            }
            throw e;
        }
    }

    private static void update(Handle tx, Agent agent, String clientParametersJson) {
        tx.createUpdate("""
                        UPDATE agent
                           SET client_machine = :clientMachine, platform = :platform, version = :version, status = :status,
                               capabilities = :capabilities, capability_names = :capabilityNames,
                               client_parameters = CAST(:clientParameters AS jsonb),
                               last_error_code = :lastErrorCode, last_error_message = :lastErrorMessage
                         WHERE id = :id
                           AND (client_machine, platform, version, status, capabilities, client_parameters, last_error_code,
                                last_error_message)
                               IS DISTINCT FROM
                               (:clientMachine, :platform, :version, :status, CAST(:capabilities AS text[]), CAST(:clientParameters AS jsonb),
                                CAST(:lastErrorCode AS bigint), CAST(:lastErrorMessage AS text))
                        """)
                .bind("id", agent.id())
                .bind("clientMachine", agent.clientMachine())
                .bind("platform", agent.platform())
                .bind("version", agent.version())
                .bind("status", agent.status().number())
                .bindArray("capabilities", String.class, agent.capabilities().names())
                .bindArray("capabilityNames", String.class, agent.capabilities().shortNames())
                .bind("clientParameters", clientParametersJson)
                .bind("lastErrorCode", agent.lastErrorCode())
                .bind("lastErrorMessage", agent.lastErrorMessage())
                .execute();
    }

    /** Gives agents another status; those that have it already are left alone. */
    void setStatus(Handle tx, Collection<UUID> ids, AgentStatus status) {
        tx.createUpdate("UPDATE agent SET status = :status WHERE id = ANY (:ids) AND status <> :status")
                .bindArray("ids", UUID.class, ids)
                .bind("status", status.number())
                .execute();
    }

    /** Makes agents new ones again: to be approved, without certificates and without a blueprint. */
    void reset(Handle tx, Collection<UUID> ids, Instant now) {
        tx.createUpdate("""
                        UPDATE agent
                           SET status = 1, thumbprint = '', legacy_thumbprint = '', last_thumbprint_used = '', blueprint = NULL,
                               reset_at = :now
                         WHERE id = ANY (:ids)
                        """).bind("now", now).bindArray("ids", UUID.class, ids).execute();
    }

    /** Notes which blueprint was applied to agents last. */
    public void setBlueprint(Handle tx, Collection<UUID> ids, String name) {
        tx.createUpdate("UPDATE agent SET blueprint = :name WHERE id = ANY (:ids)")
                .bindArray("ids", UUID.class, ids)
                .bind("name", name)
                .execute();
    }

    /** Asks agents for new client certificates, or takes that back. */
    void setCertificateReenrollment(Handle tx, Collection<UUID> ids, CertificateReenrollment value) {
        tx.createUpdate("""
                        UPDATE agent
                           SET auth_certificate_reenrollment = :value
                         WHERE id = ANY (:ids) AND auth_certificate_reenrollment <> :value
                        """)
                .bindArray("ids", UUID.class, ids)
                .bind("value", value.number())
                .execute();
    }

    /** Removes an agent with its presence and its sessions; what else it had must be gone already. */
    void remove(Handle tx, UUID id) {
        tx.createUpdate("""
                        WITH gone AS (DELETE FROM agent WHERE id = :id),
                             unseen AS (DELETE FROM agent_presence WHERE agent_id = :id),
                             unlisted AS (DELETE FROM agent_job_list WHERE agent_id = :id)
                        DELETE FROM agent_session WHERE agent_id = :id
                        """).bind("id", id).execute();
    }

    private static Agent agent(ResultSet row) throws SQLException {
        String[] capabilities = (String[]) row.getArray("capabilities").getArray();
        return new Agent(
                row.getObject("id", UUID.class),
                row.getString("client_machine"),
                row.getString("username"),
                row.getInt("platform"),
                row.getString("version"),
                AgentStatus.withNumber(row.getInt("status")),
                new AgentCapabilities(List.of(capabilities)),
                instant(row, "registered_at"),
                row.getString("blueprint"),
                row.getString("thumbprint"),
                row.getString("legacy_thumbprint"),
                row.getString("last_thumbprint_used"),
                CertificateReenrollment.withNumber(row.getInt("auth_certificate_reenrollment")),
                nullableLong(row, "last_error_code"),
                row.getString("last_error_message"),
                instant(row, "last_seen"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable Long nullableLong(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }
}
