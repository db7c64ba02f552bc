package io.quartermaster.server.control;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_READ;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/** Lists the latest rollouts, and looks at one. */
@Singleton
public class ListRollouts {
    /** Rollouts in the list. */
    public static final int ROLLOUTS_LISTED_MAX = 200;

    private final Database database;
    private final RolloutRepository rollouts;

    public ListRollouts(Database database, RolloutRepository rollouts) {
        this.database = database;
        this.rollouts = rollouts;
    }

    /** @throws CommandException NO_PERMISSION */
    public List<Rollout> run(Caller caller) {
        caller.require(AGENTS_MANAGEMENT_READ);
        return database.read(tx -> rollouts.latest(tx, ROLLOUTS_LISTED_MAX));
    }

    /** @throws CommandException NO_PERMISSION; NOT_FOUND */
    public Rollout run(Caller caller, UUID id) {
        caller.require(AGENTS_MANAGEMENT_READ);
        return database.read(tx -> rollouts.existing(tx, id));
    }
}
