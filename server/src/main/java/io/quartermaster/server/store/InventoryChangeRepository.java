package io.quartermaster.server.store;

import static io.quartermaster.server.store.InventoryDifferences.RUNS;
import static io.quartermaster.server.store.InventoryDifferences.bind;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Changes inventories of stores to what runs that ended well have gathered. Aliases are compared as PostgreSQL folds
 * them, in every statement. Every method works in the caller's transaction, on sets. Safe for many threads.
 */
@Singleton
class InventoryChangeRepository {
    /** Locks the stores of those runs that named something, or said that there is nothing; the others are passed over. */
    List<InventoryRun> lockTold(Handle tx, List<InventoryRun> runs) {
        return bind(tx.createQuery("SELECT run.history_id, s.id FROM " + RUNS + """
                                  JOIN inventory_update u ON u.history_id = run.history_id AND u.store_id = run.store_id
                                  JOIN certificate_store s ON s.id = run.store_id
                                 ORDER BY s.id
                                   FOR NO KEY UPDATE OF s
                                """), runs)
                .map((row, context) -> new InventoryRun(row.getLong("history_id"), row.getObject("id", UUID.class)))
                .list();
    }

    /** When runs began, by store: what agents did to a store later, its inventory cannot show. */
    Map<UUID, Instant> begun(Handle tx, List<InventoryRun> runs) {
        Map<UUID, Instant> begun = new HashMap<>();
        bind(
                        tx.createQuery("SELECT run.store_id, h.operation_start FROM " + RUNS
                                + " JOIN job_history h ON h.id = run.history_id"),
                        runs)
                .map((row, context) -> Map.entry(
                        row.getObject("store_id", UUID.class),
                        row.getTimestamp("operation_start").toInstant()))
                .forEach(row -> begun.put(row.getKey(), row.getValue()));
        return begun;
    }

    /** Makes what runs have named the inventories of their stores. */
    void apply(Handle tx, List<InventoryRun> runs, Instant now) {
        removeGone(tx, runs);
        changeKnown(tx, runs);
        addNew(tx, runs);
        exchangeCertificates(tx, runs);
        markInventoried(tx, runs, now);
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
                                   SET alias = CASE i.item_status WHEN 4 THEN e.alias ELSE i.alias END, private_key = i.private_key,
                                       parameters = CASE i.parameters WHEN '{}' THEN e.parameters ELSE i.parameters END
                                  FROM
                                """ + RUNS + """
                                  JOIN inventory_update_item i ON i.history_id = run.history_id AND i.item_status <> 3
                                 WHERE e.store_id = run.store_id AND lower(e.alias) = i.alias_folded
                                   AND (e.private_key <> i.private_key OR (i.item_status <> 4 AND e.alias <> i.alias)
                                        OR (i.parameters <> '{}' AND i.parameters <> e.parameters))
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
        tx.createUpdate("UPDATE certificate_store SET inventoried_at = :now WHERE id = ANY (:storeIds)")
                .bind("now", now)
                .bindArray(
                        "storeIds",
                        UUID.class,
                        runs.stream().map(InventoryRun::storeId).toList())
                .execute();
    }
}
