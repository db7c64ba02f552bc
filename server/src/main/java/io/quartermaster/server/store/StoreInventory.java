package io.quartermaster.server.store;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.http.Page;
import io.quartermaster.server.http.Paging;
import io.quartermaster.server.query.QueryAnalyzer;
import io.quartermaster.server.query.QueryContext;
import io.quartermaster.server.query.SqlCondition;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.UUID;

/** Reads what is in a certificate store, as its last inventory found it. Safe for many threads. */
@Singleton
public class StoreInventory {
    private final Database database;
    private final GetStore getStore;
    private final InventoryRepository inventories;
    private final InstantSource clock;

    StoreInventory(Database database, GetStore getStore, InventoryRepository inventories, InstantSource clock) {
        this.database = database;
        this.getStore = getStore;
        this.inventories = inventories;
        this.clock = clock;
    }

    /**
     * One page, counted by entries; no entry for a store that was never inventoried.
     *
     * @throws CommandException NOT_FOUND; NO_PERMISSION for one that is there and out of the caller's reach; QUERY,
     *     SORT_FIELD
     */
    Page<InventoryEntry> run(Caller caller, UUID storeId, Paging paging) {
        SqlCondition condition = QueryAnalyzer.listCondition(
                paging.query(), StoreFields.INVENTORY, new QueryContext(clock.instant(), caller.name()));
        String orderBy = StoreFields.INVENTORY.orderBy(
                paging.sortField() == null ? StoreFields.INVENTORY_DEFAULT_SORT : paging.sortField(),
                paging.descending());
        return database.read(tx -> {
            getStore.readable(tx, caller, storeId);
            return inventories.page(tx, storeId, condition, paging, orderBy);
        });
    }
}
