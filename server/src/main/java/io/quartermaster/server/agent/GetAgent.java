package io.quartermaster.server.agent;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_READ;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.UUID;

/** Shows one agent. */
@Singleton
public class GetAgent {
    private final Database database;
    private final AgentRepository agents;
    private final JobTypeCatalog catalog;

    public GetAgent(Database database, AgentRepository agents, JobTypeCatalog catalog) {
        this.database = database;
        this.agents = agents;
        this.catalog = catalog;
    }

    /** @throws io.quartermaster.server.error.CommandException NO_PERMISSION, NOT_FOUND */
    public AgentResponse run(Caller caller, UUID id) {
        caller.require(AGENTS_MANAGEMENT_READ);
        return database.read(tx -> agents.find(tx, id)
                .map(agent -> AgentResponse.of(agent, catalog.now(tx)))
                .orElseThrow(() -> AgentRepository.notFound(id)));
    }
}
