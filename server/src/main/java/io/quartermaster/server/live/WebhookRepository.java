package io.quartermaster.server.live;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Rows of webhooks. Works in the caller's transaction. Safe for many threads. */
@Singleton
public class WebhookRepository {
    private static final String COLUMNS = """
            id, name, url, query, events, secret_id, enabled, off_reason, failing_since, changed_by, changed_at,
            cursor_database, cursor_transaction, cursor_id
            """;

    /** Creations wait for one another, so that there are never too many. */
    long lockAndCount(Handle tx) {
        tx.execute("LOCK TABLE webhook IN SHARE ROW EXCLUSIVE MODE");
        return tx.createQuery("SELECT count(*) FROM webhook").mapTo(Long.class).one();
    }

    void insert(Handle tx, Webhook webhook) {
        tx.createUpdate("""
                        INSERT INTO webhook (id, name, url, query, events, secret_id, enabled, off_reason, changed_by, changed_at,
                                             cursor_database, cursor_transaction, cursor_id)
                        VALUES (:id, :name, :url, :query, :events, :secretId, :enabled, :offReason, :changedBy, :changedAt,
                                :database, :transaction, :event)
                        """)
                .bind("id", webhook.id())
                .bind("name", webhook.wanted().name())
                .bind("url", webhook.wanted().url())
                .bind("query", webhook.wanted().query())
                .bindArray("events", String.class, webhook.wanted().events())
                .bind("secretId", webhook.secretId())
                .bind("enabled", webhook.isOn())
                .bind("offReason", webhook.offReason())
                .bind("changedBy", webhook.changedBy())
                .bind("changedAt", webhook.changedAt())
                .bind("database", webhook.cursor().database())
                .bind("transaction", webhook.cursor().transaction())
                .bind("event", webhook.cursor().id())
                .execute();
    }

    /** What people set; switched on, its failures are forgotten. */
    void change(Handle tx, Webhook webhook) {
        tx.createUpdate("""
                        UPDATE webhook
                           SET name = :name, url = :url, query = :query, events = :events, enabled = :enabled, off_reason = :offReason,
                               failing_since = CASE WHEN enabled THEN failing_since END,
                               changed_by = :changedBy, changed_at = :changedAt
                         WHERE id = :id
                        """)
                .bind("id", webhook.id())
                .bind("name", webhook.wanted().name())
                .bind("url", webhook.wanted().url())
                .bind("query", webhook.wanted().query())
                .bindArray("events", String.class, webhook.wanted().events())
                .bind("enabled", webhook.isOn())
                .bind("offReason", webhook.offReason())
                .bind("changedBy", webhook.changedBy())
                .bind("changedAt", webhook.changedAt())
                .execute();
    }

    void delete(Handle tx, UUID id) {
        tx.createUpdate("DELETE FROM webhook WHERE id = :id").bind("id", id).execute();
    }

    Optional<Webhook> find(Handle tx, UUID id) {
        return tx.createQuery("SELECT " + COLUMNS + " FROM webhook WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> webhook(row))
                .findOne();
    }

    Optional<Webhook> lock(Handle tx, UUID id) {
        return tx.createQuery("SELECT " + COLUMNS + " FROM webhook WHERE id = :id FOR UPDATE")
                .bind("id", id)
                .map((row, context) -> webhook(row))
                .findOne();
    }

    /** Oldest first. */
    List<Webhook> list(Handle tx, @Nullable UUID after, int limit) {
        return tx.createQuery("SELECT " + COLUMNS + """
                         FROM webhook WHERE CAST(:after AS uuid) IS NULL OR id > :after ORDER BY id LIMIT :limit
                        """)
                .bind("after", after)
                .bind("limit", limit)
                .map((row, context) -> webhook(row))
                .list();
    }

    /** Those that are on, so that none is deleted meanwhile. */
    List<Webhook> lockThoseOn(Handle tx) {
        return tx.createQuery("SELECT " + COLUMNS + " FROM webhook WHERE enabled ORDER BY id FOR KEY SHARE")
                .map((row, context) -> webhook(row))
                .list();
    }

    /** Those that are on and that no server delivers for now. */
    List<UUID> unattended(Handle tx, Instant now) {
        return tx.createQuery(
                        "SELECT id FROM webhook WHERE enabled AND (leased_until IS NULL OR leased_until <= :now) ORDER BY id")
                .bind("now", now)
                .mapTo(UUID.class)
                .list();
    }

    /** @return empty when another server was faster */
    Optional<Webhook> claim(Handle tx, UUID id, UUID lease, Instant now, Instant until) {
        return tx.createQuery("""
                        UPDATE webhook SET lease = :lease, leased_until = :until
                         WHERE id = :id AND enabled AND (leased_until IS NULL OR leased_until <= :now)
                        RETURNING
                        """ + COLUMNS)
                .bind("id", id)
                .bind("lease", lease)
                .bind("now", now)
                .bind("until", until)
                .map((row, context) -> webhook(row))
                .findOne();
    }

    /** Locks it for the one that still has the lease. */
    boolean isHeld(Handle tx, UUID id, UUID lease) {
        return tx.createQuery("SELECT 1 FROM webhook WHERE id = :id AND lease = :lease AND enabled FOR UPDATE")
                .bind("id", id)
                .bind("lease", lease)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    void release(Handle tx, UUID id, UUID lease) {
        tx.createUpdate("UPDATE webhook SET lease = NULL, leased_until = NULL WHERE id = :id AND lease = :lease")
                .bind("id", id)
                .bind("lease", lease)
                .execute();
    }

    void moveOn(Handle tx, UUID id, EventCursor cursor) {
        tx.createUpdate("""
                        UPDATE webhook SET cursor_database = :database, cursor_transaction = :transaction, cursor_id = :event
                         WHERE id = :id
                        """)
                .bind("id", id)
                .bind("database", cursor.database())
                .bind("transaction", cursor.transaction())
                .bind("event", cursor.id())
                .execute();
    }

    void succeeded(Handle tx, UUID id) {
        tx.createUpdate("UPDATE webhook SET failing_since = NULL WHERE id = :id AND failing_since IS NOT NULL")
                .bind("id", id)
                .execute();
    }

    void failed(Handle tx, UUID id, Instant now) {
        tx.createUpdate("UPDATE webhook SET failing_since = :now WHERE id = :id AND failing_since IS NULL")
                .bind("id", id)
                .bind("now", now)
                .execute();
    }

    /** Switches it off if every delivery has failed since a moment. */
    Optional<Webhook> switchOff(Handle tx, UUID id, Instant failingSinceMax, String reason) {
        return tx.createQuery("""
                        UPDATE webhook SET enabled = FALSE, off_reason = :reason
                         WHERE id = :id AND enabled AND failing_since <= :failingSinceMax
                        RETURNING
                        """ + COLUMNS)
                .bind("id", id)
                .bind("failingSinceMax", failingSinceMax)
                .bind("reason", reason)
                .map((row, context) -> webhook(row))
                .findOne();
    }

    private static Webhook webhook(ResultSet row) throws SQLException {
        OffsetDateTime failingSince = row.getObject("failing_since", OffsetDateTime.class);
        return new Webhook(
                row.getObject("id", UUID.class),
                new Webhook.Wanted(
                        row.getString("name"),
                        row.getString("url"),
                        row.getString("query"),
                        Arrays.asList((String[]) row.getArray("events").getArray()),
                        row.getBoolean("enabled")),
                row.getObject("secret_id", UUID.class),
                new EventCursor(
                        row.getLong("cursor_database"), row.getLong("cursor_transaction"), row.getLong("cursor_id")),
                row.getString("off_reason"),
                failingSince == null ? null : failingSince.toInstant(),
                row.getString("changed_by"),
                row.getObject("changed_at", OffsetDateTime.class).toInstant());
    }
}
