package io.quartermaster.server.store;

import io.quartermaster.server.audit.AuditCategory;
import io.quartermaster.server.audit.AuditEntry;
import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.error.FailedOperation;
import io.quartermaster.server.schedule.Schedule;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.security.StoreVerb;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** Sets when stores are inventoried, or that they are not. All or none. Safe for many threads. */
@Singleton
public class ScheduleInventory {
    private final Database database;
    private final StoreRepository stores;
    private final InventorySchedules inventorySchedules;
    private final AuditLog audit;
    private final InstantSource clock;

    ScheduleInventory(
            Database database,
            StoreRepository stores,
            InventorySchedules inventorySchedules,
            AuditLog audit,
            InstantSource clock) {
        this.database = database;
        this.stores = stores;
        this.inventorySchedules = inventorySchedules;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * @param storeIds no two equal
     * @param schedule replaces what the stores have; empty takes it away
     * @throws CommandException UNKNOWN_ID and NOT_ELIGIBLE, naming each store that is to blame
     */
    void run(Caller caller, List<UUID> storeIds, Optional<Schedule> schedule) {
        database.runInTransaction(tx -> {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            List<CertificateStore> locked = stores.lock(tx, storeIds);
            StoreSelection.refuseUnknown(storeIds, locked);
            StorePermission.require(caller, StoreVerb.SCHEDULE, locked);
            if (schedule.isPresent()) {
                refuse(locked);
            }
            inventorySchedules.replace(tx, caller.name(), locked, schedule, now);
            audit.append(
                    tx,
                    locked.stream()
                            .map(store -> AuditEntry.done(
                                    AuditCategory.CERTIFICATE_STORE,
                                    AuditOperation.SCHEDULED,
                                    caller.name(),
                                    store.displayName(),
                                    store.id().toString(),
                                    new AuditMessage()
                                            .before("InventorySchedule", words(store.schedule()))
                                            .after("InventorySchedule", words(schedule))))
                            .toList());
        });
    }

    private static void refuse(List<CertificateStore> stores) {
        List<FailedOperation> refused = stores.stream()
                .filter(store -> !store.canBeInventoried())
                .map(store -> new FailedOperation(
                        store.id().toString(),
                        store.approved() ? "The store has no agent." : "The store is not approved."))
                .toList();
        if (!refused.isEmpty()) {
            throw new CommandException(
                    ErrorKind.NOT_ELIGIBLE, StoreSelection.count(refused.size()) + " cannot be inventoried.", refused);
        }
    }

    /** For the audit: the text form, and words where there is none. */
    static String words(Optional<Schedule> schedule) {
        return schedule.map(some -> Objects.requireNonNullElse(some.text(), "Immediate"))
                .orElse("Off");
    }
}
