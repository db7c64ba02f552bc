package io.quartermaster.server.live;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** The log of deliveries, which is their queue too. Works in the caller's transaction. Safe for many threads. */
@Singleton
public class DeliveryRepository {
    private static final String COLUMNS = """
            SELECT id, webhook_id, kind, body, replay_of, state, attempts, created, next_attempt, last_attempt, status, error
              FROM webhook_delivery
            """;

    void insert(Handle tx, List<Delivery> deliveries) {
        if (deliveries.isEmpty()) {
            return;
        }
        PreparedBatch batch = tx.prepareBatch("""
                INSERT INTO webhook_delivery (id, webhook_id, kind, body, replay_of, state, attempts, created, next_attempt,
                                              last_attempt, status, error)
                VALUES (:id, :webhookId, :kind, :body, :replayOf, :state, :attempts, :created, :nextAttempt, :lastAttempt,
                        :status, :error)
                """);
        for (Delivery delivery : deliveries) {
            batch.bind("id", delivery.id())
                    .bind("webhookId", delivery.webhookId())
                    .bind("kind", delivery.kind())
                    .bind("body", delivery.body())
                    .bind("replayOf", delivery.replayOf())
                    .bind("state", delivery.state().name())
                    .bind("attempts", delivery.attempts())
                    .bind("created", delivery.created())
                    .bind("nextAttempt", delivery.nextAttempt())
                    .bind("lastAttempt", delivery.lastAttempt())
                    .bind("status", delivery.status())
                    .bind("error", delivery.error())
                    .add();
        }
        batch.execute();
    }

    /** What came of one more attempt. Nothing when another server was faster. */
    void update(Handle tx, Delivery delivery) {
        tx.createUpdate("""
                        UPDATE webhook_delivery
                           SET state = :state, attempts = :attempts, next_attempt = :nextAttempt, last_attempt = :lastAttempt,
                               status = :status, error = :error
                         WHERE id = :id AND state = 'WAITING' AND attempts = :attempts - 1
                        """)
                .bind("id", delivery.id())
                .bind("state", delivery.state().name())
                .bind("attempts", delivery.attempts())
                .bind("nextAttempt", delivery.nextAttempt())
                .bind("lastAttempt", delivery.lastAttempt())
                .bind("status", delivery.status())
                .bind("error", delivery.error())
                .execute();
    }

    long countWaiting(Handle tx, UUID webhookId) {
        return tx.createQuery(
                        "SELECT count(*) FROM webhook_delivery WHERE webhook_id = :webhookId AND state = 'WAITING'")
                .bind("webhookId", webhookId)
                .mapTo(Long.class)
                .one();
    }

    List<Delivery> due(Handle tx, UUID webhookId, Instant now, int limit) {
        return tx.createQuery(COLUMNS + """
                         WHERE webhook_id = :webhookId AND state = 'WAITING' AND next_attempt <= :now
                         ORDER BY next_attempt, id LIMIT :limit
                        """)
                .bind("webhookId", webhookId)
                .bind("now", now)
                .bind("limit", limit)
                .map((row, context) -> delivery(row))
                .list();
    }

    Optional<Delivery> find(Handle tx, UUID webhookId, UUID id) {
        return tx.createQuery(COLUMNS + " WHERE webhook_id = :webhookId AND id = :id")
                .bind("webhookId", webhookId)
                .bind("id", id)
                .map((row, context) -> delivery(row))
                .findOne();
    }

    /** Newest first. */
    List<Delivery> list(Handle tx, UUID webhookId, @Nullable UUID after, int limit) {
        return tx.createQuery(COLUMNS + """
                         WHERE webhook_id = :webhookId AND (CAST(:after AS uuid) IS NULL OR id < :after)
                         ORDER BY id DESC LIMIT :limit
                        """)
                .bind("webhookId", webhookId)
                .bind("after", after)
                .bind("limit", limit)
                .map((row, context) -> delivery(row))
                .list();
    }

    /** @return how many were removed */
    int purge(Handle tx, Instant before, int limit) {
        return tx.createUpdate("""
                        DELETE FROM webhook_delivery
                         WHERE id IN (SELECT id FROM webhook_delivery WHERE state <> 'WAITING' AND created < :before
                                       ORDER BY created LIMIT :limit)
                        """).bind("before", before).bind("limit", limit).execute();
    }

    private static Delivery delivery(ResultSet row) throws SQLException {
        return new Delivery(
                row.getObject("id", UUID.class),
                row.getObject("webhook_id", UUID.class),
                row.getString("kind"),
                row.getString("body"),
                row.getObject("replay_of", UUID.class),
                Delivery.State.valueOf(row.getString("state")),
                row.getInt("attempts"),
                row.getObject("created", OffsetDateTime.class).toInstant(),
                instant(row.getObject("next_attempt", OffsetDateTime.class)),
                instant(row.getObject("last_attempt", OffsetDateTime.class)),
                row.getObject("status", Integer.class),
                row.getString("error"));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
