package io.quartermaster.server.blueprint;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_READ;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.UUID;

/** Reads one blueprint. */
@Singleton
public class GetBlueprint {
    private final Database database;
    private final BlueprintRepository blueprints;

    public GetBlueprint(Database database, BlueprintRepository blueprints) {
        this.database = database;
        this.blueprints = blueprints;
    }

    /** @throws CommandException NO_PERMISSION, NOT_FOUND */
    Blueprint run(Caller caller, UUID id) {
        caller.require(AGENTS_MANAGEMENT_READ);
        return database.read(tx -> blueprints.find(tx, id)).orElseThrow(() -> notFound(id));
    }

    static CommandException notFound(UUID id) {
        return new CommandException(ErrorKind.NOT_FOUND, "There is no blueprint " + id + ".");
    }
}
