package io.quartermaster.server.control;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_READ;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;

/** Lists the pauses in force, latest first. */
@Singleton
public class ListPauses {
    private final Database database;
    private final PauseRepository pauses;
    private final InstantSource clock;

    public ListPauses(Database database, PauseRepository pauses, InstantSource clock) {
        this.database = database;
        this.pauses = pauses;
        this.clock = clock;
    }

    /** @throws io.quartermaster.server.error.CommandException NO_PERMISSION */
    public List<Pause> run(Caller caller) {
        caller.require(AGENTS_MANAGEMENT_READ);
        return database.read(tx -> pauses.inForce(tx, clock.instant()));
    }
}
