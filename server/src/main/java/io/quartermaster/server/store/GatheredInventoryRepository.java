package io.quartermaster.server.store;

import io.quartermaster.server.cert.EncodedCertificate;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * What the Updates of inventories in process have named so far. Aliases are compared as PostgreSQL folds them, in every
 * statement. Every method works in the caller's transaction, on sets. Safe for many threads.
 */
@Singleton
class GatheredInventoryRepository {
    /** Forgets what earlier runs of the store have left behind, but for the one whose inventory is held. */
    void begin(Handle tx, UUID storeId) {
        tx.createUpdate("""
                        WITH forgotten AS (
                          DELETE FROM inventory_update u
                           WHERE u.store_id = :storeId
                             AND NOT EXISTS (SELECT FROM attempt_in_process a
                                              WHERE a.store_id = u.store_id AND a.history_id = u.history_id)
                             AND NOT EXISTS (SELECT FROM held_inventory h
                                              WHERE h.store_id = u.store_id AND h.history_id = u.history_id)
                          RETURNING u.history_id
                        )
                        DELETE FROM inventory_update_item WHERE history_id IN (SELECT history_id FROM forgotten)
                        """).bind("storeId", storeId).execute();
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
                               :historyId, new.alias, new.item_status, new.private_key, CAST(new.parameters AS jsonb),
                               CAST(new.certificate_ids AS integer[])
                          FROM unnest(CAST(:aliases AS text[]), CAST(:statuses AS smallint[]), CAST(:keys AS boolean[]),
                                      CAST(:certificateIds AS text[]), CAST(:parameters AS text[])) WITH ORDINALITY
                               AS new (alias, item_status, private_key, certificate_ids, parameters, position)
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
                .bindArray(
                        "parameters",
                        String.class,
                        items.stream()
                                .map(item -> StoreJson.MAPPER
                                        .valueToTree(item.parameters())
                                        .toString())
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

    /** Forgets what runs have named of stores that are gone; what still runs is forgotten when it ends. */
    void discardOfGoneStores(Handle tx) {
        tx.execute("""
                WITH forgotten AS (
                  DELETE FROM inventory_update u
                   WHERE NOT EXISTS (SELECT FROM certificate_store s WHERE s.id = u.store_id)
                     AND NOT EXISTS (SELECT FROM attempt_in_process a WHERE a.store_id = u.store_id)
                  RETURNING u.history_id
                )
                DELETE FROM inventory_update_item WHERE history_id IN (SELECT history_id FROM forgotten)
                """);
    }

    /** Forgets what runs have named. */
    void discard(Handle tx, List<Long> historyIds) {
        tx.createUpdate("""
                        WITH forgotten AS (DELETE FROM inventory_update WHERE history_id = ANY (:historyIds))
                        DELETE FROM inventory_update_item WHERE history_id = ANY (:historyIds)
                        """).bindArray("historyIds", Long.class, historyIds).execute();
    }
}
