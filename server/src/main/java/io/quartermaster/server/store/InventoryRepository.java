package io.quartermaster.server.store;

import io.quartermaster.agent.protocol.KnownInventoryItem;
import io.quartermaster.server.http.Page;
import io.quartermaster.server.http.Paging;
import io.quartermaster.server.query.SqlCondition;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Inventories of stores, to read; {@link InventoryChangeRepository} changes them. Every method works in the caller's
 * transaction. Safe for many threads.
 */
@Singleton
class InventoryRepository {
    /** What the server holds for a store, as agents are told it. */
    List<KnownInventoryItem> known(Handle tx, UUID storeId) {
        return tx.createQuery("""
                        SELECT e.alias, e.private_key,
                               array_remove(array_agg(t.thumbprint ORDER BY c.position), NULL) AS thumbprints
                          FROM inventory_entry e
                          LEFT JOIN inventory_entry_certificate c ON c.entry_id = e.id
                          LEFT JOIN certificate t ON t.id = c.certificate_id
                         WHERE e.store_id = :storeId
                         GROUP BY e.id
                         ORDER BY e.id
                        """)
                .bind("storeId", storeId)
                .map((row, context) ->
                        new KnownInventoryItem(row.getString("alias"), row.getBoolean("private_key"), List.of((String[])
                                row.getArray("thumbprints").getArray())))
                .list();
    }

    /**
     * One page of a store's inventory; counted and paged by entries, not by certificates.
     *
     * @param condition on the entry called {@code e}
     * @param orderBy what stands behind ORDER BY, with the entry called {@code e}
     */
    Page<InventoryEntry> page(Handle tx, UUID storeId, SqlCondition condition, Paging paging, String orderBy) {
        long total = tx.createQuery(
                        "SELECT count(*) FROM inventory_entry e WHERE e.store_id = :storeId AND " + condition.sql())
                .bindMap(condition.bindings())
                .bind("storeId", storeId)
                .mapTo(Long.class)
                .one();
        List<Entry> entries = tx.createQuery("SELECT e.id, e.alias, e.private_key, e.parameters FROM inventory_entry e"
                        + " WHERE e.store_id = :storeId AND " + condition.sql() + " ORDER BY " + orderBy
                        + " LIMIT :limit OFFSET :offset")
                .bindMap(condition.bindings())
                .bind("storeId", storeId)
                .bind("limit", paging.limit())
                .bind("offset", paging.offset())
                .map((row, context) -> new Entry(
                        row.getInt("id"),
                        row.getString("alias"),
                        row.getBoolean("private_key"),
                        parameters(row.getString("parameters"))))
                .list();
        Map<Integer, List<InventoryEntry.HeldCertificate>> certificates =
                certificates(tx, entries.stream().map(Entry::id).toList());
        return new Page<>(
                entries.stream()
                        .map(entry -> new InventoryEntry(
                                entry.id(),
                                entry.alias(),
                                entry.privateKey(),
                                entry.parameters(),
                                certificates.getOrDefault(entry.id(), List.of())))
                        .toList(),
                total);
    }

    private record Entry(int id, String alias, boolean privateKey, Map<String, String> parameters) {}

    private static Map<String, String> parameters(String json) {
        Map<String, String> parameters = new LinkedHashMap<>();
        StoreJson.tree(json)
                .properties()
                .forEach(member ->
                        parameters.put(member.getKey(), member.getValue().asText()));
        return parameters;
    }

    private static Map<Integer, List<InventoryEntry.HeldCertificate>> certificates(Handle tx, List<Integer> entryIds) {
        Map<Integer, List<InventoryEntry.HeldCertificate>> byEntry = new HashMap<>();
        try (Stream<Map.Entry<Integer, InventoryEntry.HeldCertificate>> rows = tx
                .createQuery("""
                        SELECT c.entry_id, t.id, t.thumbprint, t.issued_dn, t.issuer_dn, t.serial_number, t.not_before,
                               t.not_after, t.signing_algorithm
                          FROM inventory_entry_certificate c
                          JOIN certificate t ON t.id = c.certificate_id
                         WHERE c.entry_id = ANY (:entryIds)
                         ORDER BY c.entry_id, c.position
                        """)
                .bindArray("entryIds", Integer.class, entryIds)
                .map((row, context) -> Map.entry(row.getInt("entry_id"), certificate(row)))
                .stream()) {
            rows.forEach(row -> byEntry.computeIfAbsent(row.getKey(), id -> new ArrayList<>())
                    .add(row.getValue()));
        }
        return byEntry;
    }

    private static InventoryEntry.HeldCertificate certificate(ResultSet row) throws SQLException {
        return new InventoryEntry.HeldCertificate(
                row.getInt("id"),
                row.getString("thumbprint"),
                row.getString("issued_dn"),
                row.getString("issuer_dn"),
                row.getString("serial_number"),
                row.getTimestamp("not_before").toInstant(),
                row.getTimestamp("not_after").toInstant(),
                row.getString("signing_algorithm"));
    }
}
