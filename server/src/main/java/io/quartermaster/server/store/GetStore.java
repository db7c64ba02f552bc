package io.quartermaster.server.store;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.security.StoreVerb;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Reads one certificate store. Safe for many threads. */
@Singleton
public class GetStore {
    private final Database database;
    private final StoreRepository stores;

    GetStore(Database database, StoreRepository stores) {
        this.database = database;
        this.stores = stores;
    }

    /** @throws CommandException NOT_FOUND; NO_PERMISSION for one that is there and out of the caller's reach */
    CertificateStore run(Caller caller, UUID storeId) {
        return database.read(tx -> readable(tx, caller, storeId));
    }

    CertificateStore readable(Handle tx, Caller caller, UUID storeId) {
        CertificateStore store = stores.find(tx, storeId).orElseThrow(() -> notFound(storeId));
        StorePermission.require(caller, StoreVerb.READ, List.of(store));
        return store;
    }

    static CommandException notFound(UUID storeId) {
        return new CommandException(ErrorKind.NOT_FOUND, "There is no certificate store " + storeId + ".");
    }
}
