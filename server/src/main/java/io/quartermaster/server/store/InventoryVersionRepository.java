package io.quartermaster.server.store;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The versions of inventories. A version's changes are kept as the entries were before it; what they became is read from
 * the next change of the same alias, or else from the inventory. The first version has no changes on record: everything
 * came with it. Every method works in the caller's transaction. Safe for many threads.
 */
@Singleton
class InventoryVersionRepository {
    private static final String COLUMNS =
            "SELECT version, at, history_id, accepted_by, entries, added, removed, changed FROM inventory_version ";

    /** What the entries of a store were as of a version. */
    private static final String STATE = """
            later AS (
              SELECT DISTINCT ON (c.alias_folded) c.alias_folded, c.alias, c.private_key, c.certificate_ids
                FROM inventory_change c
               WHERE c.store_id = :storeId AND c.version > :version
               ORDER BY c.alias_folded, c.version
            ), state AS (
              SELECT alias_folded, alias, private_key, certificate_ids FROM later WHERE alias IS NOT NULL
               UNION ALL
              SELECT lower(e.alias), e.alias, e.private_key,
                     ARRAY(SELECT c.certificate_id FROM inventory_entry_certificate c
                            WHERE c.entry_id = e.id ORDER BY c.position)
                FROM inventory_entry e
               WHERE e.store_id = :storeId AND NOT EXISTS (SELECT FROM later l WHERE l.alias_folded = lower(e.alias))
            )
            """;

    /**
     * Notes what runs are about to change. Before the changes are made. A run that changes nothing is not noted, unless it
     * is the first of its store.
     */
    void note(Handle tx, List<InventoryRun> runs, @Nullable String acceptedBy, Instant now) {
        InventoryDifferences.bind(
                        tx.createUpdate("WITH run AS (SELECT run.*, "
                                + "coalesce((SELECT max(v.version) FROM inventory_version v WHERE v.store_id = run.store_id), 0)"
                                + " + 1 AS version FROM " + InventoryDifferences.RUNS
                                + "), difference AS MATERIALIZED ("
                                + "SELECT d.* FROM (" + InventoryDifferences.ROWS + ") d WHERE "
                                + InventoryDifferences.CHANGED + """
                                ), counted AS (
                                  SELECT store_id, count(*) FILTER (WHERE alias_before IS NULL) AS added,
                                         count(*) FILTER (WHERE alias_after IS NULL) AS removed,
                                         count(*) FILTER (WHERE alias_before IS NOT NULL AND alias_after IS NOT NULL) AS changed
                                    FROM difference GROUP BY store_id
                                ), noted AS (
                                  INSERT INTO inventory_version
                                         (store_id, version, at, history_id, accepted_by, entries, added, removed, changed)
                                  SELECT run.store_id, run.version, :now, run.history_id, :acceptedBy,
                                         (SELECT count(*) FROM inventory_entry e WHERE e.store_id = run.store_id)
                                           + coalesce(n.added, 0) - coalesce(n.removed, 0),
                                         coalesce(n.added, 0), coalesce(n.removed, 0), coalesce(n.changed, 0)
                                    FROM run LEFT JOIN counted n ON n.store_id = run.store_id
                                   WHERE n.store_id IS NOT NULL OR run.version = 1
                                  RETURNING store_id, version
                                )
                                INSERT INTO inventory_change
                                       (store_id, version, alias_folded, alias, private_key, certificate_ids)
                                SELECT d.store_id, v.version, d.alias_folded, d.alias_before, d.private_key_before,
                                       d.certificates_before
                                  FROM difference d JOIN noted v ON v.store_id = d.store_id
                                 WHERE v.version > 1
                                """),
                        runs)
                .bind("acceptedBy", acceptedBy)
                .bind("now", now)
                .execute();
    }

    /**
     * The newest first.
     *
     * @param before a version; {@link Integer#MAX_VALUE} at the start of the list
     */
    List<InventoryVersion> list(Handle tx, UUID storeId, int before, int limit) {
        return tx.createQuery(
                        COLUMNS + "WHERE store_id = :storeId AND version < :before ORDER BY version DESC LIMIT :limit")
                .bind("storeId", storeId)
                .bind("before", before)
                .bind("limit", limit)
                .map((row, context) -> version(row))
                .list();
    }

    Optional<InventoryVersion> find(Handle tx, UUID storeId, int version) {
        return tx.createQuery(COLUMNS + "WHERE store_id = :storeId AND version = :version")
                .bind("storeId", storeId)
                .bind("version", version)
                .map((row, context) -> version(row))
                .findOne();
    }

    /**
     * Some entries as they were as of a version, by alias.
     *
     * @param offset how many come before
     */
    List<EntryState> entries(Handle tx, UUID storeId, int version, long offset, int limit) {
        return tx.createQuery(
                        "WITH " + STATE + """
                        SELECT s.alias, s.private_key, s.certificate_ids AS ids, n.thumbprints, n.names
                          FROM (SELECT * FROM state ORDER BY alias_folded LIMIT :limit OFFSET :offset) s
                         CROSS JOIN LATERAL
                        """ + EntryStates.named("s.certificate_ids") + " n ORDER BY s.alias_folded")
                .bind("storeId", storeId)
                .bind("version", version)
                .bind("offset", offset)
                .bind("limit", limit)
                .map((row, context) -> EntryStates.state(row, ""))
                .list();
    }

    /**
     * Some changes of a version, by alias.
     *
     * @param offset how many come before
     */
    List<EntryChange> changes(Handle tx, UUID storeId, int version, long offset, int limit) {
        return tx.createQuery("WITH " + STATE + ", difference AS (" + """
                          SELECT c.alias_folded, c.alias AS alias_before, c.private_key AS private_key_before,
                                 c.certificate_ids AS certificates_before, s.alias AS alias_after,
                                 s.private_key AS private_key_after, s.certificate_ids AS certificates_after
                            FROM inventory_change c LEFT JOIN state s ON s.alias_folded = c.alias_folded
                           WHERE c.store_id = :storeId AND c.version = :version
                           UNION ALL
                          SELECT s.alias_folded, NULL, NULL, NULL, s.alias, s.private_key, s.certificate_ids
                            FROM state s WHERE :version = 1
                        )
                        """ + EntryStates.changesOf("difference"))
                .bind("storeId", storeId)
                .bind("version", version)
                .bind("offset", offset)
                .bind("limit", limit)
                .map((row, context) -> EntryStates.change(row))
                .list();
    }

    /**
     * Removes versions that were believed before a time; the newest of a store stays.
     *
     * @return how many
     */
    int purge(Handle tx, Instant before, int limit) {
        return tx.createUpdate("""
                        DELETE FROM inventory_version
                         WHERE (store_id, version) IN (
                           SELECT v.store_id, v.version FROM inventory_version v
                            WHERE v.at < :before
                              AND EXISTS (SELECT FROM inventory_version n WHERE n.store_id = v.store_id AND n.version > v.version)
                              AND NOT EXISTS (SELECT FROM inventory_version o
                                               WHERE o.store_id = v.store_id AND o.version < v.version AND o.at >= :before)
                            ORDER BY v.store_id, v.version LIMIT :limit)
                        """).bind("before", before).bind("limit", limit).execute();
    }

    private static InventoryVersion version(ResultSet row) throws SQLException {
        return new InventoryVersion(
                row.getInt("version"),
                row.getTimestamp("at").toInstant(),
                row.getObject("history_id", Long.class),
                row.getString("accepted_by"),
                row.getInt("entries"),
                row.getInt("added"),
                row.getInt("removed"),
                row.getInt("changed"));
    }
}
