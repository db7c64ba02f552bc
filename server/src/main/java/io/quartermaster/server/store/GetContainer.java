package io.quartermaster.server.store;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.security.StoreVerb;
import jakarta.inject.Singleton;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Reads one container with its stores. Safe for many threads. */
@Singleton
public class GetContainer {
    private final Database database;
    private final ContainerRepository containers;
    private final StoreRepository stores;

    GetContainer(Database database, ContainerRepository containers, StoreRepository stores) {
        this.database = database;
        this.containers = containers;
        this.stores = stores;
    }

    /** @throws CommandException NOT_FOUND; NO_PERMISSION for one that is there and out of the caller's reach */
    ContainerWithStores run(Caller caller, int id) {
        return database.read(tx -> {
            Container container = containers.find(tx, id).orElseThrow(() -> notFound(id));
            caller.require(List.of(StorePermission.of(StoreVerb.READ, id)));
            return withStores(tx, container);
        });
    }

    ContainerWithStores withStores(Handle tx, Container container) {
        return new ContainerWithStores(
                container, stores.inContainer(tx, container.id(), ContainerWithStores.STORES_MAX));
    }

    static CommandException notFound(int id) {
        return new CommandException(ErrorKind.NOT_FOUND, "There is no container " + id + ".");
    }
}
