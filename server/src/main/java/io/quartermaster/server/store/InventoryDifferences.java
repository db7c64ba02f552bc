package io.quartermaster.server.store;

import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * What runs of inventories would change, in SQL: one row for each entry that a store holds or that its run found. Aliases
 * are compared as PostgreSQL folds them.
 */
final class InventoryDifferences {
    /** The runs, as a FROM item. */
    static final String RUNS =
            " unnest(CAST(:historyIds AS bigint[]), CAST(:storeIds AS uuid[])) AS run (history_id, store_id) ";

    /**
     * A query over {@code run (history_id, store_id)}. What is null before came, what is null after is gone. An entry said to
     * be unchanged keeps what is held; one that is not held, and comes without certificates, is nothing that could be shown.
     */
    static final String ROWS = """
            SELECT run.history_id, run.store_id, lower(e.alias) AS alias_folded,
                   e.alias AS alias_before, e.private_key AS private_key_before, held.ids AS certificates_before,
                   CASE i.item_status WHEN 4 THEN e.alias ELSE i.alias END AS alias_after,
                   i.private_key AS private_key_after,
                   CASE WHEN i.item_status = 4 AND cardinality(held.ids) > 0 THEN held.ids ELSE i.certificate_ids END
                     AS certificates_after
              FROM run
              JOIN inventory_entry e ON e.store_id = run.store_id
             CROSS JOIN LATERAL (SELECT ARRAY(SELECT c.certificate_id FROM inventory_entry_certificate c
                                               WHERE c.entry_id = e.id ORDER BY c.position) AS ids) held
              LEFT JOIN inventory_update_item i ON i.history_id = run.history_id AND i.alias_folded = lower(e.alias)
                                               AND i.item_status <> 3
             UNION ALL
            SELECT run.history_id, run.store_id, i.alias_folded, NULL, NULL, NULL, i.alias, i.private_key, i.certificate_ids
              FROM run
              JOIN inventory_update_item i ON i.history_id = run.history_id
             WHERE i.item_status <> 3 AND (i.item_status <> 4 OR cardinality(i.certificate_ids) > 0)
               AND NOT EXISTS (SELECT FROM inventory_entry e
                                WHERE e.store_id = run.store_id AND lower(e.alias) = i.alias_folded)
            """;

    /** Whether a row of {@link #ROWS} called {@code d} is a change. */
    static final String CHANGED = """
             (d.alias_before IS DISTINCT FROM d.alias_after OR d.private_key_before IS DISTINCT FROM d.private_key_after
              OR d.certificates_before IS DISTINCT FROM d.certificates_after)
            """;

    private InventoryDifferences() {}

    /** Binds {@link #RUNS}. */
    static <S extends SqlStatement<S>> S bind(S statement, List<InventoryRun> runs) {
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
}
