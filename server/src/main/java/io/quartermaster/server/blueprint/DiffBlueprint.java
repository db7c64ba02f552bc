package io.quartermaster.server.blueprint;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_MODIFY;
import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_READ;

import io.quartermaster.server.agent.AgentIds;
import io.quartermaster.server.agent.AgentRepository;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/** Says what applying a blueprint to agents would create, what is there already, and what could not be made. */
@Singleton
public class DiffBlueprint {
    private final Database database;
    private final JudgeBlueprint judge;
    private final AgentRepository agents;

    public DiffBlueprint(Database database, JudgeBlueprint judge, AgentRepository agents) {
        this.database = database;
        this.judge = judge;
        this.agents = agents;
    }

    /** What is to be applied, and what would become of it, in the order of the agents' ids. */
    record Difference(BlueprintContent content, List<AgentVerdict> verdicts) {}

    /** @throws io.quartermaster.server.error.CommandException NO_PERMISSION, NOT_FOUND, UNKNOWN_ID, MALFORMED */
    Difference run(Caller caller, UUID id, AgentIds agentIds) {
        caller.require(AGENTS_MANAGEMENT_READ, AGENTS_MANAGEMENT_MODIFY);
        return database.inTransaction(tx -> {
            BlueprintContent content = judge.load(tx, id).orElseThrow(() -> GetBlueprint.notFound(id));
            return new Difference(content, judge.judge(tx, caller, content, agents.lockAll(tx, agentIds)));
        });
    }
}
