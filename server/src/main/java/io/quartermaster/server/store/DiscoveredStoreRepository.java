package io.quartermaster.server.store;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** What discoveries found. Every method works in the caller's transaction, on sets. Safe for many threads. */
@Singleton
class DiscoveredStoreRepository {
    /** Where a discovery looked, and for what. */
    record Place(UUID agentId, int typeId, String clientMachine) {}

    /**
     * Adds paths to those that an attempt has found.
     *
     * @return how many these are now
     */
    int gather(Handle tx, long historyId, Collection<String> paths) {
        tx.createUpdate("""
                        INSERT INTO discovered_location (history_id, path)
                        SELECT :historyId, path FROM unnest(CAST(:paths AS text[])) AS given (path)
                         ORDER BY path
                            ON CONFLICT DO NOTHING
                        """)
                .bind("historyId", historyId)
                .bindArray("paths", String.class, List.copyOf(paths))
                .execute();
        return count(tx, historyId);
    }

    int count(Handle tx, long historyId) {
        return tx.createQuery("SELECT count(*) FROM discovered_location WHERE history_id = :historyId")
                .bind("historyId", historyId)
                .mapTo(Integer.class)
                .one();
    }

    /** Those of an attempt that are no stores yet, approved or not. */
    List<String> unknown(Handle tx, long historyId, Place place) {
        return tx.createQuery("""
                        SELECT d.path FROM discovered_location d
                         WHERE d.history_id = :historyId
                           AND NOT EXISTS (SELECT FROM certificate_store s
                                            WHERE s.store_type_id = :typeId AND s.store_path = d.path
                                              AND lower(s.client_machine) = lower(:clientMachine))
                         ORDER BY d.path
                        """)
                .bind("historyId", historyId)
                .bind("typeId", place.typeId())
                .bind("clientMachine", place.clientMachine())
                .mapTo(String.class)
                .list();
    }

    /**
     * Makes stores of them that wait for approval, unless somebody did meanwhile, or their type or agent is gone.
     *
     * @param ids one for each path
     * @return how many were added
     */
    int add(Handle tx, Place place, List<UUID> ids, List<String> paths, Instant now) {
        return tx.createUpdate("""
                        INSERT INTO certificate_store
                               (id, agent_id, store_type_id, client_machine, store_path, approved, create_if_missing,
                                properties, created_at)
                        SELECT new.id, a.id, t.id, :clientMachine, new.path, FALSE, FALSE, CAST('{}' AS jsonb), :now
                          FROM unnest(CAST(:ids AS uuid[]), CAST(:paths AS text[])) AS new (id, path)
                          JOIN certificate_store_type t ON t.id = :typeId
                          JOIN agent a ON a.id = :agentId
                         ORDER BY new.path
                            ON CONFLICT (store_type_id, lower(client_machine), store_path) DO NOTHING
                        """)
                .bind("clientMachine", place.clientMachine())
                .bind("typeId", place.typeId())
                .bind("agentId", place.agentId())
                .bindArray("ids", UUID.class, ids)
                .bindArray("paths", String.class, paths)
                .bind("now", now)
                .execute();
    }

    void discard(Handle tx, Collection<Long> historyIds) {
        tx.createUpdate("DELETE FROM discovered_location WHERE history_id = ANY (:historyIds)")
                .bindArray("historyIds", Long.class, List.copyOf(historyIds))
                .execute();
    }
}
