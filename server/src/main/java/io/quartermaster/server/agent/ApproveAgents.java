package io.quartermaster.server.agent;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_MODIFY;
import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_READ;

import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Lets agents work: from their next registration on they get a session and their jobs. Nothing changes for those that
 * are approved already. All or none: one unknown agent refuses the request.
 */
@Singleton
public class ApproveAgents {
    private final Database database;
    private final AgentRepository agents;
    private final AuditLog audit;

    public ApproveAgents(Database database, AgentRepository agents, AuditLog audit) {
        this.database = database;
        this.agents = agents;
        this.audit = audit;
    }

    /** @throws io.quartermaster.server.error.CommandException NO_PERMISSION, UNKNOWN_ID */
    public void run(Caller caller, AgentIds ids) {
        caller.require(AGENTS_MANAGEMENT_READ, AGENTS_MANAGEMENT_MODIFY);
        database.runInTransaction(tx -> {
            List<Agent> waiting = agents.lockAll(tx, ids).stream()
                    .filter(agent -> !agent.isApproved())
                    .toList();
            agents.setStatus(tx, waiting.stream().map(Agent::id).toList(), AgentStatus.APPROVED);
            audit.append(
                    tx,
                    waiting.stream()
                            .map(agent -> AgentAudit.entry(
                                    AuditOperation.APPROVED,
                                    caller.name(),
                                    agent,
                                    AgentAudit.statusChange(agent, AgentStatus.APPROVED)))
                            .toList());
        });
    }
}
