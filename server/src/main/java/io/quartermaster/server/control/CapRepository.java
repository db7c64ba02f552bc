package io.quartermaster.server.control;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Rows of caps. Works in the caller's transaction. Safe for many threads. */
@Singleton
public class CapRepository {
    private static final String COLUMNS = """
            SELECT c.id, c.scope, c.agent_id, t.short_name, c.running_max, c.set_by, c.since,
                   CASE WHEN c.scope = 'ALL' THEN (SELECT count(*) FROM attempt_in_process)
                        WHEN c.scope = 'STORE_TYPE'
                        THEN (SELECT count(*) FROM attempt_in_process a JOIN certificate_store s ON s.id = a.store_id
                               WHERE s.store_type_id = c.store_type_id)
                        ELSE (SELECT coalesce(max(n), 0)
                                FROM (SELECT count(*) AS n FROM attempt_in_process a
                                       WHERE a.agent_id = coalesce(c.agent_id, a.agent_id) GROUP BY a.agent_id) of_agent)
                   END AS running
              FROM job_cap c LEFT JOIN certificate_store_type t ON t.id = c.store_type_id
            """;

    /** Of a store type, by its short name. */
    Optional<Integer> storeTypeId(Handle tx, String shortName) {
        return tx.createQuery("SELECT id FROM certificate_store_type WHERE lower(short_name) = lower(:shortName)")
                .bind("shortName", shortName)
                .mapTo(Integer.class)
                .findOne();
    }

    /** Writes a cap, in the place of one with the same subject. */
    UUID put(Handle tx, Cap cap, Optional<Integer> storeTypeId) {
        return tx.createQuery("""
                        INSERT INTO job_cap (id, scope, agent_id, store_type_id, running_max, awaited, set_by, since)
                        VALUES (:id, :scope, :agentId, :storeTypeId, :max, true, :setBy, :since)
                        ON CONFLICT (scope, coalesce(agent_id::text, ''), coalesce(store_type_id, -1))
                        DO UPDATE SET running_max = excluded.running_max, awaited = true, set_by = excluded.set_by,
                                      since = excluded.since
                        RETURNING id
                        """)
                .bind("id", cap.id())
                .bind("scope", scope(cap.subject()))
                .bind("agentId", cap.subject() instanceof CapSubject.OneAgent(UUID agentId) ? agentId : null)
                .bind("storeTypeId", storeTypeId.orElse(null))
                .bind("max", cap.max())
                .bind("setBy", cap.setBy())
                .bind("since", cap.since())
                .mapTo(UUID.class)
                .one();
    }

    private static String scope(CapSubject subject) {
        return switch (subject) {
            case CapSubject.All all -> "ALL";
            case CapSubject.EachAgent each -> "AGENT";
            case CapSubject.OneAgent one -> "AGENT";
            case CapSubject.OfStoreType type -> "STORE_TYPE";
        };
    }

    Optional<Cap> lock(Handle tx, UUID id) {
        return tx.createQuery(COLUMNS + " WHERE c.id = :id FOR UPDATE OF c")
                .bind("id", id)
                .map((row, context) -> cap(row))
                .findOne();
    }

    List<Cap> all(Handle tx) {
        return tx.createQuery(COLUMNS + " ORDER BY c.scope, c.id")
                .map((row, context) -> cap(row))
                .list();
    }

    void delete(Handle tx, UUID id) {
        tx.createUpdate("DELETE FROM job_cap WHERE id = :id").bind("id", id).execute();
    }

    private static Cap cap(ResultSet row) throws SQLException {
        UUID agentId = row.getObject("agent_id", UUID.class);
        CapSubject subject = switch (row.getString("scope")) {
            case "ALL" -> new CapSubject.All();
            case "STORE_TYPE" -> new CapSubject.OfStoreType(row.getString("short_name"));
            default -> agentId == null ? new CapSubject.EachAgent() : new CapSubject.OneAgent(agentId);
        };
        return new Cap(
                row.getObject("id", UUID.class),
                subject,
                row.getInt("running_max"),
                row.getLong("running"),
                row.getString("set_by"),
                row.getObject("since", OffsetDateTime.class).toInstant());
    }
}
