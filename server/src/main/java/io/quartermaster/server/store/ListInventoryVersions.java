package io.quartermaster.server.store;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/** Lists what inventories of a certificate store changed, the newest first. Safe for many threads. */
@Singleton
public class ListInventoryVersions {
    private final Database database;
    private final GetStore getStore;
    private final InventoryVersionRepository versions;

    ListInventoryVersions(Database database, GetStore getStore, InventoryVersionRepository versions) {
        this.database = database;
        this.getStore = getStore;
        this.versions = versions;
    }

    /**
     * @param after the last version of the list before; 0 at its start
     * @throws CommandException NOT_FOUND; NO_PERMISSION for a store that is there and out of the caller's reach
     */
    List<InventoryVersion> run(Caller caller, UUID storeId, long after, int limit) {
        return database.read(tx -> {
            getStore.readable(tx, caller, storeId);
            int before = after == 0 ? Integer.MAX_VALUE : (int) Math.min(after, Integer.MAX_VALUE);
            return versions.list(tx, storeId, before, limit);
        });
    }
}
