package io.quartermaster.server.store;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.UUID;

/** Reads what a version of a certificate store's inventory changed. Safe for many threads. */
@Singleton
public class DiffInventoryVersion {
    private final Database database;
    private final GetInventoryVersion getVersion;
    private final InventoryVersionRepository versions;

    DiffInventoryVersion(Database database, GetInventoryVersion getVersion, InventoryVersionRepository versions) {
        this.database = database;
        this.getVersion = getVersion;
        this.versions = versions;
    }

    /**
     * @param offset how many rows come before
     * @throws CommandException NOT_FOUND; NO_PERMISSION for a store that is there and out of the caller's reach
     */
    InventoryVersionPage<EntryChange> run(Caller caller, UUID storeId, int version, long offset, int limit) {
        return database.read(tx -> new InventoryVersionPage<>(
                getVersion.readable(tx, caller, storeId, version),
                versions.changes(tx, storeId, version, offset, limit)));
    }
}
