package io.quartermaster.server.control;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_READ;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.List;

/** Lists the caps on running jobs, and how many run. */
@Singleton
public class ListCaps {
    private final Database database;
    private final CapRepository caps;

    public ListCaps(Database database, CapRepository caps) {
        this.database = database;
        this.caps = caps;
    }

    /** @throws io.quartermaster.server.error.CommandException NO_PERMISSION */
    public List<Cap> run(Caller caller) {
        caller.require(AGENTS_MANAGEMENT_READ);
        return database.read(caps::all);
    }
}
