package io.quartermaster.server.renewal;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What is known of the entries that a renewal is to change. Works in the caller's transaction. Safe for many threads. */
@Singleton
class TargetFacts {
    /**
     * Of one entry, by now.
     *
     * @param hasStore whether there is an approved store with an agent
     * @param holds the certificate that the entry has as its own; null where there is no entry of that alias, or an empty one
     * @param newCertificate the new one, where the store's inventory shows it
     * @param isHeld whether an inventory of the store waits for a person to believe it
     * @param inventoriedAt when the last inventory was believed; null for never
     * @param onSchedule whether the job waits, or runs
     * @param result of the job's last attempt; null for none
     * @param ended when that ended
     */
    record Facts(
            boolean hasStore,
            @Nullable Integer holds,
            @Nullable Integer newCertificate,
            boolean isHeld,
            @Nullable Instant inventoriedAt,
            boolean onSchedule,
            @Nullable Integer result,
            @Nullable String message,
            @Nullable Instant ended) {}

    /** By the position of the entry. Where each store makes its own key, a new one ends later than the old one. */
    Map<Integer, Facts> of(Handle tx, Renewal renewal) {
        Map<Integer, Facts> facts = new HashMap<>();
        tx.createQuery("""
                        SELECT t.position, coalesce(s.approved AND s.agent_id IS NOT NULL, FALSE) AS has_store,
                               held.certificate_id AS holds, new.certificate_id AS new_certificate,
                               EXISTS (SELECT FROM held_inventory h WHERE h.store_id = t.store_id) AS is_held,
                               s.inventoried_at,
                               EXISTS (SELECT FROM scheduled_job j WHERE j.id = t.job_id) AS on_schedule,
                               last.result, last.message, last.operation_end
                          FROM renewal_target t
                          LEFT JOIN certificate_store s ON s.id = t.store_id
                          LEFT JOIN LATERAL (
                               SELECT l.certificate_id FROM inventory_entry e
                                 JOIN inventory_entry_certificate l ON l.entry_id = e.id AND l.position = 0
                                WHERE e.store_id = t.store_id AND lower(e.alias) = lower(t.alias)) held ON TRUE
                          LEFT JOIN LATERAL (
                               SELECT l.certificate_id FROM inventory_entry e
                                 JOIN inventory_entry_certificate l ON l.entry_id = e.id AND l.position = 0
                                 JOIN certificate c ON c.id = l.certificate_id
                                WHERE e.store_id = t.store_id
                                  AND (l.certificate_id = :newCertificate
                                       OR (CAST(:newCertificate AS integer) IS NULL AND lower(e.alias) = lower(t.alias)
                                           AND c.id <> :oldCertificate AND c.not_after > :oldEnd))
                                LIMIT 1) new ON TRUE
                          LEFT JOIN LATERAL (
                               SELECT h.result, h.message, h.operation_end FROM job_history h
                                WHERE h.job_id = t.job_id ORDER BY h.id DESC LIMIT 1) last ON TRUE
                         WHERE t.renewal_id = :id
                        """)
                .bind("id", renewal.id())
                .bind("newCertificate", renewal.newCertificateId())
                .bind("oldCertificate", renewal.certificateId())
                .bind("oldEnd", renewal.notAfter())
                .map((row, context) -> Map.entry(row.getInt("position"), facts(row)))
                .forEach(row -> facts.put(row.getKey(), row.getValue()));
        return facts;
    }

    /** The SHA-256 digests of the new certificates that stores show, as hex. */
    Map<UUID, String> digests(Handle tx, UUID renewalId) {
        Map<UUID, String> digests = new HashMap<>();
        tx.createQuery("""
                        SELECT t.store_id, encode(c.digest, 'hex') AS digest
                          FROM renewal_target t JOIN certificate c ON c.id = t.certificate_id
                         WHERE t.renewal_id = :id
                        """)
                .bind("id", renewalId)
                .map((row, context) -> Map.entry(row.getObject("store_id", UUID.class), row.getString("digest")))
                .forEach(row -> digests.put(row.getKey(), row.getValue()));
        return digests;
    }

    private static Facts facts(ResultSet row) throws SQLException {
        return new Facts(
                row.getBoolean("has_store"),
                row.getObject("holds", Integer.class),
                row.getObject("new_certificate", Integer.class),
                row.getBoolean("is_held"),
                instant(row, "inventoried_at"),
                row.getBoolean("on_schedule"),
                row.getObject("result", Integer.class),
                row.getString("message"),
                instant(row, "operation_end"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp time = row.getTimestamp(column);
        return time == null ? null : time.toInstant();
    }
}
