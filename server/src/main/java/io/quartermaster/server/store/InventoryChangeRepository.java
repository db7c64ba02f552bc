package io.quartermaster.server.store;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * Changes inventories of stores to what runs that ended well have gathered. Aliases are compared as PostgreSQL folds
 * them, in every statement. Every method works in the caller's transaction, on sets. Safe for many threads.
 */
@Singleton
class InventoryChangeRepository {
    private final GatheredInventoryRepository gathered;

    InventoryChangeRepository(GatheredInventoryRepository gathered) {
        this.gathered = gathered;
    }

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
        gathered.discard(tx, runs.stream().map(InventoryRun::historyId).toList());
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
}
