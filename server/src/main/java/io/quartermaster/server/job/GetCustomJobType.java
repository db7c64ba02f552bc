package io.quartermaster.server.job;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_READ;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.UUID;

/** Shows one custom job type. */
@Singleton
public class GetCustomJobType {
    private final Database database;
    private final CustomJobTypeRepository types;

    public GetCustomJobType(Database database, CustomJobTypeRepository types) {
        this.database = database;
        this.types = types;
    }

    /** @throws CommandException NO_PERMISSION, NOT_FOUND */
    public CustomJobType run(Caller caller, UUID id) {
        caller.require(AGENTS_MANAGEMENT_READ);
        return database.read(tx -> types.find(tx, id)).orElseThrow(() -> notFound(id));
    }

    static CommandException notFound(UUID id) {
        return new CommandException(ErrorKind.NOT_FOUND, "There is no custom job type " + id + ".");
    }
}
