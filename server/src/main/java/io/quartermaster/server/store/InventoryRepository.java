package io.quartermaster.server.store;

import io.quartermaster.agent.protocol.KnownInventoryItem;
import io.quartermaster.server.http.Page;
import io.quartermaster.server.http.Paging;
import io.quartermaster.server.query.SqlCondition;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * Inventories of stores, and what the Updates of running inventories have named so far. Aliases are compared as
 * PostgreSQL folds them, in every statement. Every method works in the caller's transaction, on sets. Safe for many
 * threads.
 */
@Singleton
class InventoryRepository {
    // ------------------------------------------------------------------------------------------- while a run is going
    // on

    /** Forgets what earlier runs of the store have left behind, and what this one named before it began again. */
    void begin(Handle tx, InventoryRun run) {
        tx.createUpdate("""
                        WITH forgotten AS (
                          DELETE FROM inventory_update u
                           WHERE u.store_id = :storeId
                             AND (u.history_id = :historyId
                                  OR NOT EXISTS (SELECT FROM attempt_in_process a
                                                  WHERE a.store_id = u.store_id AND a.history_id = u.history_id))
                          RETURNING u.history_id
                        )
                        DELETE FROM inventory_update_item WHERE history_id IN (SELECT history_id FROM forgotten)
                        """)
                .bind("storeId", run.storeId())
                .bind("historyId", run.historyId())
                .execute();
    }

    /**
     * Adds what one Update names. An alias that the run has named before stays as it was named first, so that an Update
     * which arrives twice, or late, changes nothing.
     *
     * @param certificateIds by item, in the order of its certificates
     * @return how many aliases the run has named by now
     */
    int gather(Handle tx, InventoryRun run, List<GatheredItem> items, Map<EncodedCertificate, Integer> certificateIds) {
        tx.createUpdate(
                        "INSERT INTO inventory_update (history_id, store_id) VALUES (:historyId, :storeId) ON CONFLICT DO NOTHING")
                .bind("historyId", run.historyId())
                .bind("storeId", run.storeId())
                .execute();
        tx.createUpdate("""
                        INSERT INTO inventory_update_item
                               (history_id, alias, item_status, private_key, parameters, certificate_ids)
                        SELECT DISTINCT ON (lower(new.alias))
                               :historyId, new.alias, new.item_status, new.private_key, '{}',
                               CAST(new.certificate_ids AS integer[])
                          FROM unnest(CAST(:aliases AS text[]), CAST(:statuses AS smallint[]), CAST(:keys AS boolean[]),
                                      CAST(:certificateIds AS text[])) WITH ORDINALITY
                               AS new (alias, item_status, private_key, certificate_ids, position)
                         ORDER BY lower(new.alias), new.position
                            ON CONFLICT (history_id, alias_folded) DO NOTHING
                        """)
                .bind("historyId", run.historyId())
                .bindArray(
                        "aliases",
                        String.class,
                        items.stream().map(GatheredItem::alias).toList())
                .bindArray(
                        "statuses",
                        Integer.class,
                        items.stream().map(GatheredItem::itemStatus).toList())
                .bindArray(
                        "keys",
                        Boolean.class,
                        items.stream().map(GatheredItem::privateKey).toList())
                .bindArray(
                        "certificateIds",
                        String.class,
                        items.stream()
                                .map(item -> arrayText(item, certificateIds))
                                .toList())
                .execute();
        return tx.createQuery("SELECT count(*) FROM inventory_update_item WHERE history_id = :historyId")
                .bind("historyId", run.historyId())
                .mapTo(Integer.class)
                .one();
    }

    /** PostgreSQL flattens arrays of arrays, so each inner one travels as its text. */
    private static String arrayText(GatheredItem item, Map<EncodedCertificate, Integer> certificateIds) {
        return item.certificates().stream()
                .map(certificate -> String.valueOf(certificateIds.get(certificate)))
                .collect(Collectors.joining(",", "{", "}"));
    }

    /** Forgets what runs have named. */
    void discard(Handle tx, List<Long> historyIds) {
        tx.createUpdate("""
                        WITH forgotten AS (DELETE FROM inventory_update WHERE history_id = ANY (:historyIds))
                        DELETE FROM inventory_update_item WHERE history_id = ANY (:historyIds)
                        """).bindArray("historyIds", Long.class, historyIds).execute();
    }

    // ------------------------------------------------------------------------------------------------ when it ended
    // well

    /**
     * Makes what runs have named the inventories of their stores, and forgets it. A run that sent no Update, and a store
     * that is gone, are passed over.
     *
     * <p>A run whose Updates named nothing, of a store that held entries, is more likely a store that could not be read
     * than one that was emptied: it is held, and believed when the next run says the same.
     *
     * @return the runs that are held
     */
    List<HeldInventory> conclude(Handle tx, List<InventoryRun> runs, Instant now) {
        List<InventoryRun> told = lockTold(tx, runs);
        List<HeldInventory> held = hold(tx, told, now);
        Set<Long> heldIds = held.stream().map(HeldInventory::historyId).collect(Collectors.toSet());
        List<InventoryRun> believed =
                told.stream().filter(run -> !heldIds.contains(run.historyId())).toList();
        removeGone(tx, believed);
        changeKnown(tx, believed);
        addNew(tx, believed);
        exchangeCertificates(tx, believed);
        markInventoried(tx, believed, now);
        discard(tx, runs.stream().map(InventoryRun::historyId).toList());
        return held;
    }

    private static final String RUNS =
            " unnest(CAST(:historyIds AS bigint[]), CAST(:storeIds AS uuid[])) AS run (history_id, store_id) ";

    private static <S extends SqlStatement<S>> S bind(S statement, List<InventoryRun> runs) {
        return statement
                .bindArray(
                        "historyIds",
                        Long.class,
                        runs.stream().map(InventoryRun::historyId).toList())
                .bindArray(
                        "storeIds",
                        UUID.class,
                        runs.stream().map(InventoryRun::storeId).toList());
    }

    private List<InventoryRun> lockTold(Handle tx, List<InventoryRun> runs) {
        return bind(tx.createQuery("SELECT run.history_id, s.id FROM " + RUNS + """
                                  JOIN inventory_update u ON u.history_id = run.history_id AND u.store_id = run.store_id
                                  JOIN certificate_store s ON s.id = run.store_id
                                 ORDER BY s.id
                                   FOR NO KEY UPDATE OF s
                                """), runs)
                .map((row, context) -> new InventoryRun(row.getLong("history_id"), row.getObject("id", UUID.class)))
                .list();
    }

    private List<HeldInventory> hold(Handle tx, List<InventoryRun> runs, Instant now) {
        return bind(tx.createQuery("UPDATE certificate_store s SET empty_reported_at = :now FROM " + RUNS + """
                                 WHERE s.id = run.store_id AND s.empty_reported_at IS NULL
                                   AND NOT EXISTS (SELECT FROM inventory_update_item i WHERE i.history_id = run.history_id)
                                   AND EXISTS (SELECT FROM inventory_entry e WHERE e.store_id = run.store_id)
                                RETURNING run.history_id, s.id, s.client_machine, s.store_path,
                                          (SELECT count(*) FROM inventory_entry e WHERE e.store_id = s.id) AS entries
                                """), runs)
                .bind("now", now)
                .map((row, context) -> new HeldInventory(
                        row.getLong("history_id"),
                        row.getObject("id", UUID.class),
                        row.getString("client_machine"),
                        row.getString("store_path"),
                        row.getInt("entries")))
                .list();
    }

    private void removeGone(Handle tx, List<InventoryRun> runs) {
        bind(tx.createUpdate("DELETE FROM inventory_entry e USING " + RUNS + """
                                 WHERE e.store_id = run.store_id
                                   AND NOT EXISTS (SELECT FROM inventory_update_item i
                                                    WHERE i.history_id = run.history_id AND i.alias_folded = lower(e.alias)
                                                      AND i.item_status <> 3)
                                """), runs)
                .execute();
    }

    /** Writes only rows that differ: most inventories find what the one before found. */
    private void changeKnown(Handle tx, List<InventoryRun> runs) {
        bind(tx.createUpdate("""
                                UPDATE inventory_entry e
                                   SET alias = CASE i.item_status WHEN 4 THEN e.alias ELSE i.alias END, private_key = i.private_key
                                  FROM
                                """ + RUNS + """
                                  JOIN inventory_update_item i ON i.history_id = run.history_id AND i.item_status <> 3
                                 WHERE e.store_id = run.store_id AND lower(e.alias) = i.alias_folded
                                   AND (e.private_key <> i.private_key OR (i.item_status <> 4 AND e.alias <> i.alias))
                                """), runs).execute();
    }

    /** An entry said to be unchanged that is not held and comes without certificates is nothing that could be shown. */
    private void addNew(Handle tx, List<InventoryRun> runs) {
        bind(tx.createUpdate("""
                                INSERT INTO inventory_entry (store_id, alias, private_key, parameters)
                                SELECT run.store_id, i.alias, i.private_key, i.parameters
                                  FROM
                                """ + RUNS + """
                                  JOIN inventory_update_item i ON i.history_id = run.history_id
                                 WHERE i.item_status <> 3 AND (i.item_status <> 4 OR cardinality(i.certificate_ids) > 0)
                                   AND NOT EXISTS (SELECT FROM inventory_entry e
                                                    WHERE e.store_id = run.store_id AND lower(e.alias) = i.alias_folded)
                                """), runs).execute();
    }

    /** Entries said to be unchanged keep the certificates they have. */
    private static final String TAKEN = """
            WITH taken AS (
              SELECT e.id, i.certificate_ids
                FROM
            """ + RUNS + """
                JOIN inventory_update_item i ON i.history_id = run.history_id
                JOIN inventory_entry e ON e.store_id = run.store_id AND lower(e.alias) = i.alias_folded
               WHERE i.item_status <> 3
                 AND (i.item_status <> 4
                      OR NOT EXISTS (SELECT FROM inventory_entry_certificate c WHERE c.entry_id = e.id))
            ), wanted AS (
              SELECT taken.id AS entry_id, c.position - 1 AS position, c.certificate_id
                FROM taken, unnest(taken.certificate_ids) WITH ORDINALITY AS c (certificate_id, position)
            )
            """;

    private void exchangeCertificates(Handle tx, List<InventoryRun> runs) {
        bind(tx.createUpdate(TAKEN + """
                                DELETE FROM inventory_entry_certificate c
                                 USING taken
                                 WHERE c.entry_id = taken.id
                                   AND NOT EXISTS (SELECT FROM wanted w
                                                    WHERE w.entry_id = c.entry_id AND w.position = c.position
                                                      AND w.certificate_id = c.certificate_id)
                                """), runs).execute();
        bind(tx.createUpdate(TAKEN + """
                                INSERT INTO inventory_entry_certificate (entry_id, position, certificate_id)
                                SELECT w.entry_id, w.position, w.certificate_id
                                  FROM wanted w
                                 WHERE NOT EXISTS (SELECT FROM inventory_entry_certificate c
                                                    WHERE c.entry_id = w.entry_id AND c.position = w.position)
                                """), runs).execute();
    }

    private void markInventoried(Handle tx, List<InventoryRun> runs, Instant now) {
        tx.createUpdate(
                        "UPDATE certificate_store SET inventoried_at = :now, empty_reported_at = NULL WHERE id = ANY (:storeIds)")
                .bind("now", now)
                .bindArray(
                        "storeIds",
                        UUID.class,
                        runs.stream().map(InventoryRun::storeId).toList())
                .execute();
    }

    // ------------------------------------------------------------------------------------------------------------ to
    // read

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
