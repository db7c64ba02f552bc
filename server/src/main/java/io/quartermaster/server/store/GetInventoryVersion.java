package io.quartermaster.server.store;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Reads what was in a certificate store as of a version of its inventory. Safe for many threads. */
@Singleton
public class GetInventoryVersion {
    private final Database database;
    private final GetStore getStore;
    private final InventoryVersionRepository versions;

    GetInventoryVersion(Database database, GetStore getStore, InventoryVersionRepository versions) {
        this.database = database;
        this.getStore = getStore;
        this.versions = versions;
    }

    /**
     * @param offset how many rows come before
     * @throws CommandException NOT_FOUND; NO_PERMISSION for a store that is there and out of the caller's reach
     */
    InventoryVersionPage<EntryState> run(Caller caller, UUID storeId, int version, long offset, int limit) {
        return database.read(tx -> new InventoryVersionPage<>(
                readable(tx, caller, storeId, version), versions.entries(tx, storeId, version, offset, limit)));
    }

    InventoryVersion readable(Handle tx, Caller caller, UUID storeId, int version) {
        getStore.readable(tx, caller, storeId);
        return versions.find(tx, storeId, version)
                .orElseThrow(() -> new CommandException(
                        ErrorKind.NOT_FOUND,
                        "There is no version " + version + " of the inventory of certificate store " + storeId
                                + ", or it is no longer kept."));
    }
}
