package io.quartermaster.server.store;

import io.quartermaster.server.audit.AuditEntry;
import io.quartermaster.server.job.JobEvent;
import io.quartermaster.server.job.JobEventRepository;
import io.quartermaster.server.setting.InventorySettings;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of inventories whose runs ended well: they are believed, or held because too much is missing.
 *
 * <p>A held one stays beside the store's inventory until a person accepts or rejects it. Another inventory of the store that
 * misses too much takes its place; one that does not is believed, and the held one is forgotten. That it is said again makes
 * it believed only where a setting says how often.
 *
 * <p>Works in the caller's transaction, on sets. Safe for many threads.
 */
@Singleton
public class ConcludeInventories {
    private final InventoryChangeRepository changes;
    private final InventoryVersionRepository versions;
    private final HeldInventoryRepository held;
    private final GatheredInventoryRepository gathered;
    private final VerifyStoreJobs verifyStoreJobs;
    private final JobEventRepository events;
    private final Supplier<InventorySettings> settings;

    ConcludeInventories(
            InventoryChangeRepository changes,
            InventoryVersionRepository versions,
            HeldInventoryRepository held,
            GatheredInventoryRepository gathered,
            VerifyStoreJobs verifyStoreJobs,
            JobEventRepository events,
            Supplier<InventorySettings> settings) {
        this.changes = changes;
        this.versions = versions;
        this.held = held;
        this.gathered = gathered;
        this.verifyStoreJobs = verifyStoreJobs;
        this.events = events;
        this.settings = settings;
    }

    /**
     * Takes what the runs have named, and forgets it unless it is held. A run that sent no Update, and a store that is gone,
     * are passed over.
     *
     * @return those that are held
     */
    List<HeldInventory> run(Handle tx, List<InventoryRun> runs, Instant now) {
        List<InventoryRun> told = changes.lockTold(tx, runs);
        List<HeldInventory> before = held.of(tx, storesOf(told));
        List<HeldInventory> nowHeld = hold(tx, told, now);
        List<HeldInventory> repeated =
                nowHeld.stream().filter(this::isSaidOftenEnough).toList();
        List<HeldInventory> kept =
                nowHeld.stream().filter(one -> !isSaidOftenEnough(one)).toList();
        Set<Long> keptIds = kept.stream().map(HeldInventory::historyId).collect(Collectors.toSet());
        List<InventoryRun> believed =
                told.stream().filter(run -> !keptIds.contains(run.historyId())).toList();
        believe(tx, believed, null, now);
        Set<Long> done = runs.stream().map(InventoryRun::historyId).collect(Collectors.toCollection(HashSet::new));
        before.forEach(one -> done.add(one.historyId()));
        done.removeAll(keptIds);
        gathered.discard(tx, List.copyOf(done));
        tell(tx, JobEvent.INVENTORY_HELD, kept, AuditEntry.TIMER_SERVICE, now);
        tell(tx, JobEvent.INVENTORY_ACCEPTED, repeated, AuditEntry.TIMER_SERVICE, now);
        return kept;
    }

    /** What was held is believed. The store is locked. */
    void accept(Handle tx, HeldInventory accepted, String by, Instant now) {
        believe(tx, List.of(new InventoryRun(accepted.historyId(), accepted.storeId())), by, now);
        gathered.discard(tx, List.of(accepted.historyId()));
        tell(tx, JobEvent.INVENTORY_ACCEPTED, List.of(accepted), by, now);
    }

    /** What was held is forgotten. The store is locked. */
    void reject(Handle tx, HeldInventory rejected, String by, Instant now) {
        held.release(tx, List.of(rejected.storeId()));
        gathered.discard(tx, List.of(rejected.historyId()));
        tell(tx, JobEvent.INVENTORY_REJECTED, List.of(rejected), by, now);
    }

    private List<HeldInventory> hold(Handle tx, List<InventoryRun> told, Instant now) {
        List<FoundInventory> doubtful = new ArrayList<>(held.compare(tx, told));
        doubtful.removeIf(found -> !found.isHeld(settings.get()));
        if (doubtful.isEmpty()) {
            return List.of();
        }
        held.hold(tx, doubtful, now);
        return held.of(tx, storesOf(doubtful.stream().map(FoundInventory::run).toList()));
    }

    private boolean isSaidOftenEnough(HeldInventory one) {
        int enough = settings.get().believeRepeated();
        return enough > 0 && one.timesSaid() >= enough;
    }

    private void believe(Handle tx, List<InventoryRun> runs, @Nullable String acceptedBy, Instant now) {
        versions.note(tx, runs, acceptedBy, now);
        changes.apply(tx, runs, now);
        held.release(tx, storesOf(runs));
        verifyStoreJobs.run(tx, changes.begun(tx, runs), now);
    }

    private void tell(Handle tx, JobEvent event, List<HeldInventory> about, String actor, Instant now) {
        if (!about.isEmpty()) {
            events.noteOfAttempts(
                    tx,
                    event,
                    about.stream().collect(Collectors.toMap(HeldInventory::historyId, HeldInventory::reason)),
                    now,
                    actor);
        }
    }

    private static List<UUID> storesOf(List<InventoryRun> runs) {
        return runs.stream().map(InventoryRun::storeId).toList();
    }
}
