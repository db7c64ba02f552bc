package io.quartermaster.server.store;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.security.StoreVerb;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Reads one store type. */
@Singleton
public class GetStoreType {
    private final Database database;
    private final StoreTypeRepository types;

    GetStoreType(Database database, StoreTypeRepository types) {
        this.database = database;
        this.types = types;
    }

    /** @throws CommandException NOT_FOUND */
    StoreType run(Caller caller, int id) {
        caller.requireSomeContainer(StoreVerb.READ);
        return database.read(tx -> types.find(tx, id)).orElseThrow(() -> notFound(id));
    }

    /** @param shortName in any case */
    Optional<StoreType> run(Caller caller, String shortName) {
        caller.requireSomeContainer(StoreVerb.READ);
        return database.read(tx -> types.find(tx, shortName.strip()));
    }

    static CommandException notFound(int id) {
        return new CommandException(ErrorKind.NOT_FOUND, "There is no certificate store type " + id + ".");
    }
}
