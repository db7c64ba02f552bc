package io.quartermaster.server.pool;

import static io.quartermaster.server.security.Permission.SSL_READ;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.UUID;

/** Reads one pool with its agents. */
@Singleton
public class GetAgentPool {
    private final Database database;
    private final AgentPoolRepository pools;

    public GetAgentPool(Database database, AgentPoolRepository pools) {
        this.database = database;
        this.pools = pools;
    }

    /** @throws CommandException NO_PERMISSION, NOT_FOUND */
    AgentPool run(Caller caller, UUID id) {
        caller.require(SSL_READ);
        return database.read(tx -> pools.find(tx, id)).orElseThrow(() -> notFound(id));
    }

    static CommandException notFound(UUID id) {
        return new CommandException(ErrorKind.NOT_FOUND, "There is no agent pool " + id + ".");
    }
}
