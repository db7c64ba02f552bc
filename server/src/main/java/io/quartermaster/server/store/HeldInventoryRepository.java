package io.quartermaster.server.store;

import io.quartermaster.server.security.ContainerScope;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Inventories that are not believed yet. Callers that change them have locked the stores. Every method works in the
 * caller's transaction. Safe for many threads.
 */
@Singleton
class HeldInventoryRepository {
    private static final String COLUMNS = """
            SELECT h.store_id, h.history_id, s.agent_id, s.container_id, s.client_machine, s.store_path, h.held_since, h.said_at,
                   h.times_said, h.entries, h.found, h.missing
              FROM held_inventory h JOIN certificate_store s ON s.id = h.store_id
            """;

    /** Compares what runs found with what their stores hold. */
    List<FoundInventory> compare(Handle tx, List<InventoryRun> runs) {
        return InventoryDifferences.bind(
                        tx.createQuery("WITH run AS (SELECT * FROM " + InventoryDifferences.RUNS + ") "
                                + "SELECT run.history_id, run.store_id, count(d.alias_before) AS entries,"
                                + " count(d.alias_after) AS found, count(*) FILTER (WHERE d.alias_before IS NOT NULL"
                                + " AND d.alias_after IS NULL AND " + TakenAway.BY_A_JOB + ") AS taken_away"
                                + " FROM run LEFT JOIN (" + InventoryDifferences.ROWS
                                + ") d ON d.history_id = run.history_id GROUP BY run.history_id, run.store_id"),
                        runs)
                .map((row, context) -> new FoundInventory(
                        new InventoryRun(row.getLong("history_id"), uuid(row, "store_id")),
                        row.getInt("entries"),
                        row.getInt("found"),
                        row.getInt("taken_away")))
                .list();
    }

    /** Holds them; one that is held already for the store counts as said again, or is replaced by the newer one. */
    void hold(Handle tx, List<FoundInventory> found, Instant now) {
        InventoryDifferences.bind(
                        tx.createUpdate("""
                        INSERT INTO held_inventory
                               (store_id, history_id, held_since, said_at, times_said, said, entries, found, missing)
                        SELECT new.store_id, new.history_id, :now, :now, 1,
                               md5(coalesce((SELECT string_agg(i.alias_folded, chr(10) ORDER BY i.alias_folded)
                                               FROM inventory_update_item i
                                              WHERE i.history_id = new.history_id AND i.item_status <> 3), '')),
                               new.entries, new.found, new.missing
                          FROM unnest(CAST(:historyIds AS bigint[]), CAST(:storeIds AS uuid[]), CAST(:entries AS integer[]),
                                      CAST(:found AS integer[]), CAST(:missing AS integer[]))
                               AS new (history_id, store_id, entries, found, missing)
                            ON CONFLICT (store_id) DO UPDATE
                           SET history_id = excluded.history_id, said_at = excluded.said_at, said = excluded.said,
                               times_said = CASE WHEN held_inventory.said = excluded.said
                                                 THEN held_inventory.times_said + 1 ELSE 1 END,
                               entries = excluded.entries, found = excluded.found, missing = excluded.missing
                        """),
                        found.stream().map(FoundInventory::run).toList())
                .bindArray(
                        "entries",
                        Integer.class,
                        found.stream().map(FoundInventory::entries).toList())
                .bindArray(
                        "found",
                        Integer.class,
                        found.stream().map(FoundInventory::found).toList())
                .bindArray(
                        "missing",
                        Integer.class,
                        found.stream().map(FoundInventory::missing).toList())
                .bind("now", now)
                .execute();
    }

    /** Those of some stores, by store. */
    List<HeldInventory> of(Handle tx, Collection<UUID> storeIds) {
        return tx.createQuery(COLUMNS + " WHERE h.store_id = ANY (:storeIds) ORDER BY h.store_id")
                .bindArray("storeIds", UUID.class, storeIds)
                .map((row, context) -> held(row))
                .list();
    }

    Optional<HeldInventory> find(Handle tx, UUID storeId) {
        return of(tx, List.of(storeId)).stream().findFirst();
    }

    /** They are held no more. What their runs named is the caller's to use or to forget. */
    void release(Handle tx, Collection<UUID> storeIds) {
        tx.createUpdate("DELETE FROM held_inventory WHERE store_id = ANY (:storeIds)")
                .bindArray("storeIds", UUID.class, storeIds)
                .execute();
    }

    /**
     * The latest first.
     *
     * @param before an attempt; {@link Long#MAX_VALUE} at the start of the list
     */
    List<HeldInventory> list(Handle tx, ContainerScope scope, long before, int limit) {
        return tx.createQuery(COLUMNS + """
                         WHERE h.history_id < :before AND (:everywhere OR s.container_id = ANY (:containerIds))
                         ORDER BY h.history_id DESC LIMIT :limit
                        """)
                .bind("before", before)
                .bind("everywhere", scope instanceof ContainerScope.All)
                .bindArray(
                        "containerIds",
                        Integer.class,
                        scope instanceof ContainerScope.Only(var ids) ? ids : Set.<Integer>of())
                .bind("limit", limit)
                .map((row, context) -> held(row))
                .list();
    }

    /**
     * Some of what a held inventory would change, by alias.
     *
     * @param offset how many come before
     */
    List<EntryChange> changes(Handle tx, HeldInventory held, long offset, int limit) {
        return InventoryDifferences.bind(
                        tx.createQuery("WITH run AS (SELECT * FROM " + InventoryDifferences.RUNS
                                + "), difference AS (SELECT d.* FROM (" + InventoryDifferences.ROWS + ") d WHERE "
                                + InventoryDifferences.CHANGED + ") " + EntryStates.changesOf("difference")),
                        List.of(new InventoryRun(held.historyId(), held.storeId())))
                .bind("offset", offset)
                .bind("limit", limit)
                .map((row, context) -> EntryStates.change(row))
                .list();
    }

    private static HeldInventory held(ResultSet row) throws SQLException {
        return new HeldInventory(
                uuid(row, "store_id"),
                row.getLong("history_id"),
                row.getObject("agent_id", UUID.class),
                row.getObject("container_id", Integer.class),
                row.getString("client_machine"),
                row.getString("store_path"),
                row.getTimestamp("held_since").toInstant(),
                row.getTimestamp("said_at").toInstant(),
                row.getInt("times_said"),
                row.getInt("entries"),
                row.getInt("found"),
                row.getInt("missing"));
    }

    private static UUID uuid(ResultSet row, String column) throws SQLException {
        return row.getObject(column, UUID.class);
    }
}
