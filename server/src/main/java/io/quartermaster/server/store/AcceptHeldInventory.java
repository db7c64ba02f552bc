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

/** Believes an inventory that was held. Safe for many threads. */
@Singleton
public class AcceptHeldInventory {
    private final Database database;
    private final HeldInventories heldInventories;
    private final ConcludeInventories concludeInventories;
    private final AuditLog audit;
    private final InstantSource clock;

    AcceptHeldInventory(
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
     * It becomes the inventory of its store.
     *
     * @param historyId the attempt whose inventory the caller has looked at; null for whichever is held
     * @throws CommandException NOT_FOUND, also where nothing is held; NO_PERMISSION; CHANGED_MEANWHILE when another one is
     *     held by now
     */
    void run(Caller caller, UUID storeId, @Nullable Long historyId) {
        database.runInTransaction(tx -> {
            HeldInventory one = heldInventories.lock(tx, caller, storeId, historyId);
            concludeInventories.accept(tx, one, caller.name(), clock.instant().truncatedTo(ChronoUnit.MICROS));
            audit.append(tx, HeldInventories.entry(caller, one, AuditOperation.APPROVED, one.found()));
        });
    }
}
