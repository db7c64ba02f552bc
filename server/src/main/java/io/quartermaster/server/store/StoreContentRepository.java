package io.quartermaster.server.store;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Single entries of inventories, by what people call them. Works in the caller's transaction. Safe for many threads. */
@Singleton
class StoreContentRepository {
    /**
     * An entry that was asked for.
     *
     * @param position of the question
     */
    record Found(int position, String alias) {}

    /** What was asked: whether a store has an entry. */
    record Wanted(UUID storeId, String alias) {}

    /** The entries that there are, by the position of the question; aliases are compared without case. */
    Map<Integer, String> withAlias(Handle tx, List<Wanted> wanted) {
        return found(tx, """
                SELECT w.position - 1 AS position, e.alias
                  FROM unnest(CAST(:storeIds AS uuid[]), CAST(:aliases AS text[])) WITH ORDINALITY AS w (store_id, alias, position)
                  JOIN inventory_entry e ON e.store_id = w.store_id AND lower(e.alias) = lower(w.alias)
                """, wanted);
    }

    /** The only entry whose own certificate has a thumbprint, by the position of the question; none where there are more. */
    Map<Integer, String> withThumbprint(Handle tx, List<Wanted> wanted) {
        return found(tx, """
                SELECT w.position - 1 AS position, min(e.alias) AS alias
                  FROM unnest(CAST(:storeIds AS uuid[]), CAST(:aliases AS text[])) WITH ORDINALITY AS w (store_id, alias, position)
                  JOIN certificate t ON t.thumbprint = upper(w.alias)
                  JOIN inventory_entry_certificate c ON c.certificate_id = t.id AND c.position = 0
                  JOIN inventory_entry e ON e.id = c.entry_id AND e.store_id = w.store_id
                 GROUP BY w.position
                HAVING count(*) = 1
                """, wanted);
    }

    private static Map<Integer, String> found(Handle tx, String sql, List<Wanted> wanted) {
        Map<Integer, String> found = new HashMap<>();
        tx.createQuery(sql)
                .bindArray(
                        "storeIds",
                        UUID.class,
                        wanted.stream().map(Wanted::storeId).toList())
                .bindArray(
                        "aliases",
                        String.class,
                        wanted.stream().map(Wanted::alias).toList())
                .map((row, context) -> new Found(row.getInt("position"), row.getString("alias")))
                .forEach(entry -> found.put(entry.position(), entry.alias()));
        return found;
    }

    /** Those of some stores whose inventory is of that moment. */
    List<UUID> inventoriedAt(Handle tx, Collection<UUID> storeIds, Instant at) {
        return tx.createQuery("SELECT id FROM certificate_store WHERE id = ANY (:storeIds) AND inventoried_at = :at")
                .bindArray("storeIds", UUID.class, List.copyOf(storeIds))
                .bind("at", at)
                .mapTo(UUID.class)
                .list();
    }

    /** What an entry holds: its alias in lower case, and the certificate that is its own. */
    record Held(UUID storeId, String foldedAlias, int certificateId) {}

    /** The entries of some stores. */
    List<Held> held(Handle tx, Collection<UUID> storeIds) {
        return tx.createQuery("""
                        SELECT e.store_id, lower(e.alias) AS alias, coalesce(c.certificate_id, 0) AS certificate_id
                          FROM inventory_entry e
                          LEFT JOIN inventory_entry_certificate c ON c.entry_id = e.id AND c.position = 0
                         WHERE e.store_id = ANY (:storeIds)
                        """)
                .bindArray("storeIds", UUID.class, List.copyOf(storeIds))
                .map((row, context) -> new Held(
                        row.getObject("store_id", UUID.class), row.getString("alias"), row.getInt("certificate_id")))
                .list();
    }

    /** The thumbprint of the certificate that an entry has as its own; empty for an entry that is not there. */
    Optional<String> thumbprint(Handle tx, UUID storeId, String alias) {
        return tx.createQuery("""
                        SELECT t.thumbprint
                          FROM inventory_entry e
                          JOIN inventory_entry_certificate c ON c.entry_id = e.id AND c.position = 0
                          JOIN certificate t ON t.id = c.certificate_id
                         WHERE e.store_id = :storeId AND lower(e.alias) = lower(:alias)
                        """)
                .bind("storeId", storeId)
                .bind("alias", alias)
                .mapTo(String.class)
                .findOne();
    }
}
