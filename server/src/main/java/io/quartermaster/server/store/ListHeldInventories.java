package io.quartermaster.server.store;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.security.ContainerScope;
import io.quartermaster.server.security.StoreVerb;
import jakarta.inject.Singleton;
import java.util.List;

/** Reads which inventories are held. Safe for many threads. */
@Singleton
public class ListHeldInventories {
    private final Database database;
    private final HeldInventoryRepository held;

    ListHeldInventories(Database database, HeldInventoryRepository held) {
        this.database = database;
        this.held = held;
    }

    /**
     * Those of stores that the caller may see, the latest first.
     *
     * @param after the attempt that the list before ended with; 0 at its start
     */
    List<HeldInventory> run(Caller caller, long after, int limit) {
        ContainerScope scope = caller.requireSomeContainer(StoreVerb.READ);
        return database.read(tx -> held.list(tx, scope, after == 0 ? Long.MAX_VALUE : after, limit));
    }
}
