package io.quartermaster.server.store;

import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Forgets an inventory that was held. Safe for many threads. */
@Singleton
public class RejectHeldInventory {
    private final Database database;
    private final HeldInventories heldInventories;
    private final ConcludeInventories concludeInventories;
    private final AuditLog audit;
    private final InstantSource clock;

    RejectHeldInventory(
            Database database,
            HeldInventories heldInventories,
            ConcludeInventories concludeInventories,
            AuditLog audit,
            InstantSource clock) {
        this.database = database;
        this.heldInventories = heldInventories;
        this.concludeInventories = concludeInventories;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * The store's inventory stays what it was. The next one that misses as much is held anew.
     *
     * @param historyId the attempt whose inventory the caller has looked at; null for whichever is held
     * @throws CommandException NOT_FOUND, also where nothing is held; NO_PERMISSION; CHANGED_MEANWHILE when another one is
     *     held by now
     */
    void run(Caller caller, UUID storeId, @Nullable Long historyId) {
        database.runInTransaction(tx -> {
            HeldInventory one = heldInventories.lock(tx, caller, storeId, historyId);
            concludeInventories.reject(tx, one, caller.name(), clock.instant().truncatedTo(ChronoUnit.MICROS));
            audit.append(tx, HeldInventories.entry(caller, one, AuditOperation.REJECTED, one.entries()));
        });
    }
}
