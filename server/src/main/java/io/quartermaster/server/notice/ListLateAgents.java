package io.quartermaster.server.notice;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_READ;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Lists the agents that are late. */
@Singleton
public class ListLateAgents {
    private final Database database;
    private final LateAgentRepository agents;

    public ListLateAgents(Database database, LateAgentRepository agents) {
        this.database = database;
        this.agents = agents;
    }

    /**
     * @param after the last one of the list before; null at its start
     * @throws io.quartermaster.server.error.CommandException NO_PERMISSION
     */
    LateAgents run(Caller caller, @Nullable UUID after, int limit) {
        caller.require(AGENTS_MANAGEMENT_READ);
        return database.read(tx -> new LateAgents(agents.count(tx), agents.list(tx, after, limit)));
    }
}
