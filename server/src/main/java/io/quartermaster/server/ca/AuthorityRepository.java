package io.quartermaster.server.ca;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quartermaster.server.db.UniqueNames;
import io.quartermaster.server.query.FieldSet;
import io.quartermaster.server.query.SqlCondition;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Authorities. Every method works in the caller's transaction. Safe for many threads. */
@Singleton
public class AuthorityRepository {
    static final FieldSet FIELDS = FieldSet.of("certificate authorities", "a.id")
            .integer("a.id", "Id")
            .text("a.logical_name", "LogicalName")
            .text("a.host_name", "HostName")
            .build();

    /** In the table of periodic tasks. */
    private static final int HEALTH_TASK = 121;

    private static final JsonMapper JSON = new JsonMapper();

    private static final String COLUMNS = "a.id, a.kind, a.host_name, a.logical_name, a.options, a.signer_id,"
            + " a.account_key_id, a.account_url, a.external_key_id";

    private static final String SELECT = "SELECT " + COLUMNS + " FROM certificate_authority a ";

    List<Authority> page(Handle tx, SqlCondition condition, String orderBy, int limit, long offset) {
        return tx.createQuery(
                        SELECT + "WHERE " + condition.sql() + " ORDER BY " + orderBy + " LIMIT :limit OFFSET :offset")
                .bindMap(condition.bindings())
                .bind("limit", limit)
                .bind("offset", offset)
                .map((row, context) -> authority(row))
                .list();
    }

    long count(Handle tx, SqlCondition condition) {
        return tx.createQuery("SELECT count(*) FROM certificate_authority a WHERE " + condition.sql())
                .bindMap(condition.bindings())
                .mapTo(Long.class)
                .one();
    }

    Optional<Authority> find(Handle tx, int id) {
        return tx.createQuery(SELECT + "WHERE a.id = :id")
                .bind("id", id)
                .map((row, context) -> authority(row))
                .findOne();
    }

    /** An authority; until the transaction ends, nobody else changes or deletes it. */
    Optional<Authority> lock(Handle tx, int id) {
        return tx.createQuery(SELECT + "WHERE a.id = :id FOR UPDATE")
                .bind("id", id)
                .map((row, context) -> authority(row))
                .findOne();
    }

    /**
     * Those with a name, in any case, by id.
     *
     * @param name the logical name, or with the host and a backslash before it
     */
    List<Authority> named(Handle tx, String name) {
        return tx.createQuery(SELECT + """
                        WHERE lower(a.logical_name) = lower(:name)
                           OR lower(a.host_name || chr(92) || a.logical_name) = lower(:name)
                        ORDER BY a.id
                        """)
                .bind("name", name)
                .map((row, context) -> authority(row))
                .list();
    }

    /** By id: the first that issues is the one for requests that name none. */
    List<Authority> all(Handle tx) {
        return tx.createQuery(SELECT + "ORDER BY a.id")
                .map((row, context) -> authority(row))
                .list();
    }

    int nextId(Handle tx) {
        return tx.createQuery("SELECT nextval(pg_get_serial_sequence('certificate_authority', 'id'))")
                .mapTo(Integer.class)
                .one();
    }

    /** @throws io.quartermaster.server.error.CommandException NAME_IN_USE when there is one of these names, in any case */
    void insert(Handle tx, Authority authority) {
        UniqueNames.execute(
                taken(authority),
                tx.createUpdate("""
                        INSERT INTO certificate_authority (id, kind, host_name, logical_name, options, signer_id,
                                                           account_key_id, account_url, external_key_id)
                        VALUES (:id, :kind, :hostName, :logicalName, CAST(:options AS jsonb), :signerId,
                                :accountKeyId, :accountUrl, :externalKeyId)
                        """)
                        .bind("id", authority.id())
                        .bind("kind", authority.kind().name())
                        .bind("hostName", authority.hostName())
                        .bind("logicalName", authority.logicalName())
                        .bind("options", json(authority.options()))
                        .bind("signerId", authority.signerId())
                        .bindByType("accountKeyId", authority.accountKeyId(), UUID.class)
                        .bind("accountUrl", authority.accountUrl())
                        .bindByType("externalKeyId", authority.externalKeyId(), UUID.class));
    }

    /** @throws io.quartermaster.server.error.CommandException NAME_IN_USE when another has these names, in any case */
    void update(Handle tx, Authority authority) {
        UniqueNames.execute(
                taken(authority),
                tx.createUpdate("""
                        UPDATE certificate_authority
                           SET host_name = :hostName, logical_name = :logicalName, options = CAST(:options AS jsonb),
                               account_url = :accountUrl, external_key_id = :externalKeyId
                         WHERE id = :id
                        """)
                        .bind("id", authority.id())
                        .bind("hostName", authority.hostName())
                        .bind("logicalName", authority.logicalName())
                        .bind("options", json(authority.options()))
                        .bind("accountUrl", authority.accountUrl())
                        .bindByType("externalKeyId", authority.externalKeyId(), UUID.class));
    }

    /** The account, once it is known; for the directory that was asked. */
    void setAccount(Handle tx, Authority authority, String accountUrl) {
        tx.createUpdate("""
                        UPDATE certificate_authority SET account_url = :accountUrl
                         WHERE id = :id AND host_name = :hostName
                        """)
                .bind("id", authority.id())
                .bind("hostName", authority.hostName())
                .bind("accountUrl", accountUrl)
                .execute();
    }

    /** @return whether it was known to fail; of several servers that look, one is told */
    boolean noteWorking(Handle tx, int id) {
        return tx.createUpdate("""
                        UPDATE certificate_authority SET failing_since = NULL, failure = NULL
                         WHERE id = :id AND failing_since IS NOT NULL
                        """).bind("id", id).execute() == 1;
    }

    /** @return whether it was not known to fail; of several servers that look, one is told */
    boolean noteFailing(Handle tx, int id, String failure, Instant now) {
        return tx.createUpdate("""
                        UPDATE certificate_authority SET failing_since = :now, failure = :failure
                         WHERE id = :id AND failing_since IS NULL
                        """)
                        .bind("id", id)
                        .bind("failure", failure)
                        .bind("now", now.atOffset(ZoneOffset.UTC))
                        .execute()
                == 1;
    }

    HealthScheduleResponse healthSchedule(Handle tx) {
        return tx.createQuery("""
                        SELECT t.id, t.schedule, t.type, t.enabled, t.name, t.last_run FROM scheduled_task t WHERE t.type = :type
                        """)
                .bind("type", HEALTH_TASK)
                .map((row, context) -> {
                    var lastRun = row.getTimestamp("last_run");
                    return new HealthScheduleResponse(
                            row.getInt("id"),
                            row.getString("schedule"),
                            row.getInt("type"),
                            row.getBoolean("enabled"),
                            row.getString("name"),
                            null,
                            lastRun == null ? null : lastRun.toInstant());
                })
                .one();
    }

    void delete(Handle tx, int id) {
        tx.createUpdate("DELETE FROM certificate_authority WHERE id = :id")
                .bind("id", id)
                .execute();
    }

    private static String taken(Authority authority) {
        return "There is a certificate authority " + authority.name() + " already; case does not matter.";
    }

    private static String json(AuthorityOptions options) {
        try {
            return JSON.writeValueAsString(options);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The options of an authority cannot be written", e);
        }
    }

    private static Authority authority(ResultSet row) throws SQLException {
        try {
            return new Authority(
                    row.getInt("id"),
                    AuthorityKind.valueOf(row.getString("kind")),
                    row.getString("host_name"),
                    row.getString("logical_name"),
                    JSON.readValue(row.getString("options"), AuthorityOptions.class),
                    row.getObject("signer_id", Integer.class),
                    row.getObject("account_key_id", UUID.class),
                    row.getString("account_url"),
                    row.getObject("external_key_id", UUID.class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The options of authority " + row.getInt("id") + " cannot be read", e);
        }
    }
}
