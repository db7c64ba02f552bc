package io.quartermaster.server.store;

import io.quartermaster.server.db.Ids;
import io.quartermaster.server.job.JobKind;
import io.quartermaster.server.job.JobSchedule;
import io.quartermaster.server.job.NewJob;
import io.quartermaster.server.job.ScheduledJob;
import io.quartermaster.server.schedule.Schedule;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * When stores are inventoried. A store has one inventory job; a recurring one keeps its id when it gets another recurring
 * schedule, since the id of a recurring job is what people follow its history by, while a job that runs once is a new one
 * each time. Safe for many threads.
 */
@Singleton
class InventorySchedules {
    private final JobSchedule jobs;
    private final Ids ids;

    InventorySchedules(JobSchedule jobs, Ids ids) {
        this.jobs = jobs;
        this.ids = ids;
    }

    /**
     * Replaces the schedules of stores that the caller has locked. A running inventory goes on to its end.
     *
     * @param stores with an agent each, unless {@code schedule} is empty
     * @param schedule empty for none
     */
    void replace(
            Handle tx, String actor, Collection<CertificateStore> stores, Optional<Schedule> schedule, Instant now) {
        List<ScheduledJob> before =
                jobs.lockOfStores(tx, stores.stream().map(CertificateStore::id).toList(), JobKind.INVENTORY);
        Map<UUID, ScheduledJob> kept =
                schedule.filter(Schedule.Recurring.class::isInstance).isPresent()
                        ? recurringByStore(before, stores)
                        : Map.of();
        Set<UUID> keptIds = new HashSet<>();
        kept.values().forEach(job -> keptIds.add(job.jobId()));
        List<UUID> removed = before.stream()
                .map(ScheduledJob::jobId)
                .filter(id -> !keptIds.contains(id))
                .toList();
        if (!removed.isEmpty()) {
            jobs.remove(tx, actor, removed, now);
        }
        if (schedule.isEmpty()) {
            return;
        }
        if (!keptIds.isEmpty()) {
            jobs.changeSchedule(tx, actor, keptIds, schedule.get(), now);
        }
        List<NewJob> added = stores.stream()
                .filter(store -> !kept.containsKey(store.id()))
                .map(store -> inventory(store, schedule.get()))
                .toList();
        if (!added.isEmpty()) {
            jobs.add(tx, actor, added, now);
        }
    }

    private static Map<UUID, ScheduledJob> recurringByStore(
            List<ScheduledJob> jobs, Collection<CertificateStore> stores) {
        Map<UUID, UUID> agentByStore = new HashMap<>();
        stores.forEach(store -> agentByStore.put(store.id(), store.agentId()));
        Map<UUID, ScheduledJob> byStore = new HashMap<>();
        for (ScheduledJob job : jobs) {
            UUID storeId = Objects.requireNonNull(job.store()).storeId();
            if (job.schedule() instanceof Schedule.Recurring && job.agentId().equals(agentByStore.get(storeId))) {
                byStore.putIfAbsent(storeId, job);
            }
        }
        return byStore;
    }

    /** The job that inventories a store which has an agent. */
    NewJob inventory(CertificateStore store, Schedule schedule) {
        return new NewJob(
                ids.next(),
                Objects.requireNonNull(store.agentId()),
                JobKind.INVENTORY,
                store.type().inventoryJobType(),
                store.type().inventoryJobName(),
                store.place(),
                store.place().target(),
                schedule,
                NewJob.PRIORITY_NORMAL,
                StoreJson.MAPPER.createObjectNode());
    }

    /** Takes the jobs of every kind off the schedule that belong to stores; for stores that go. */
    void removeAllJobs(Handle tx, String actor, Collection<UUID> storeIds, Instant now) {
        List<UUID> removed = new ArrayList<>();
        for (JobKind kind : List.of(JobKind.INVENTORY, JobKind.MANAGEMENT, JobKind.REENROLLMENT)) {
            jobs.lockOfStores(tx, storeIds, kind).forEach(job -> removed.add(job.jobId()));
        }
        if (!removed.isEmpty()) {
            jobs.remove(tx, actor, removed, now);
        }
    }
}
