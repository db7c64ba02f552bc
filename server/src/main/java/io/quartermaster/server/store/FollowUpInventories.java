package io.quartermaster.server.store;

import io.quartermaster.server.audit.AuditEntry;
import io.quartermaster.server.job.JobSchedule;
import io.quartermaster.server.schedule.Schedule;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * The inventory that follows a job which changed a store: what an agent says of its work is not always true, and people
 * and programs look at the inventory. Works in the caller's transaction. Safe for many threads.
 */
@Singleton
class FollowUpInventories {
    private final StoreRepository stores;
    private final InventorySchedules inventorySchedules;
    private final JobSchedule jobs;

    FollowUpInventories(StoreRepository stores, InventorySchedules inventorySchedules, JobSchedule jobs) {
        this.stores = stores;
        this.inventorySchedules = inventorySchedules;
        this.jobs = jobs;
    }

    /** Puts one on the schedule for each store, at once, unless such a one waits already. Stores that are gone are passed over. */
    void queue(Handle tx, Collection<UUID> storeIds, Instant now) {
        Set<UUID> waiting = waiting(tx, storeIds).keySet();
        List<CertificateStore> due =
                stores
                        .find(
                                tx,
                                storeIds.stream()
                                        .filter(id -> !waiting.contains(id))
                                        .distinct()
                                        .toList())
                        .stream()
                        .filter(store -> store.approved() && store.agentId() != null)
                        .toList();
        if (!due.isEmpty()) {
            jobs.add(
                    tx,
                    AuditEntry.TIMER_SERVICE,
                    due.stream()
                            .map(store -> inventorySchedules.inventory(store, new Schedule.Immediate()))
                            .toList(),
                    now);
        }
    }

    /** The job that waits, of a store. */
    Optional<UUID> waiting(Handle tx, UUID storeId) {
        return Optional.ofNullable(waiting(tx, List.of(storeId)).get(storeId));
    }

    // Nothing is locked: the store is busy with the attempt that ends, so that no such job can begin meanwhile.
    private static Map<UUID, UUID> waiting(Handle tx, Collection<UUID> storeIds) {
        return tx
                .createQuery("""
                        SELECT j.store_id, j.id FROM scheduled_job j
                         WHERE j.store_id = ANY (:storeIds) AND j.kind = 'INVENTORY' AND j.state = 'SCHEDULED'
                           AND j.schedule IS NULL
                         ORDER BY j.requested_at, j.id
                        """)
                .bindArray("storeIds", UUID.class, List.copyOf(storeIds))
                .map((row, context) ->
                        Map.entry(row.getObject("store_id", UUID.class), row.getObject("id", UUID.class)))
                .stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, Map.Entry::getValue, (first, later) -> first, HashMap::new));
    }
}
