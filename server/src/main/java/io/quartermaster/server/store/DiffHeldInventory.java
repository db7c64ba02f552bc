package io.quartermaster.server.store;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/** Reads what a held inventory would change. Safe for many threads. */
@Singleton
public class DiffHeldInventory {
    private final Database database;
    private final GetStore getStore;
    private final HeldInventoryRepository held;

    DiffHeldInventory(Database database, GetStore getStore, HeldInventoryRepository held) {
        this.database = database;
        this.getStore = getStore;
        this.held = held;
    }

    /** A held inventory and some of what it would change. */
    record HeldChanges(HeldInventory held, List<EntryChange> changes) {}

    /**
     * @param offset how many rows come before
     * @throws CommandException NOT_FOUND, also where nothing is held; NO_PERMISSION for a store out of the caller's reach
     */
    HeldChanges run(Caller caller, UUID storeId, long offset, int limit) {
        return database.read(tx -> {
            getStore.readable(tx, caller, storeId);
            HeldInventory one = held.find(tx, storeId).orElseThrow(() -> HeldInventory.none(storeId));
            return new HeldChanges(one, held.changes(tx, one, offset, limit));
        });
    }
}
