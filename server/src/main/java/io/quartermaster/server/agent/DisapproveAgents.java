package io.quartermaster.server.agent;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_MODIFY;
import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_READ;

import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/**
 * Stops agents: their sessions end at once, so that they can neither begin nor report anything. Their jobs, stores and
 * schedules stay. All or none: one unknown agent refuses the request.
 */
@Singleton
public class DisapproveAgents {
    private final Database database;
    private final AgentRepository agents;
    private final AgentSessions sessions;
    private final AuditLog audit;

    public DisapproveAgents(Database database, AgentRepository agents, AgentSessions sessions, AuditLog audit) {
        this.database = database;
        this.agents = agents;
        this.sessions = sessions;
        this.audit = audit;
    }

    /** @throws io.quartermaster.server.error.CommandException NO_PERMISSION, UNKNOWN_ID */
    public void run(Caller caller, AgentIds ids) {
        caller.require(AGENTS_MANAGEMENT_READ, AGENTS_MANAGEMENT_MODIFY);
        database.runInTransaction(tx -> {
            List<Agent> stopped = agents.lockAll(tx, ids).stream()
                    .filter(agent -> agent.status() != AgentStatus.DISAPPROVED)
                    .toList();
            List<UUID> stoppedIds = stopped.stream().map(Agent::id).toList();
            agents.setStatus(tx, stoppedIds, AgentStatus.DISAPPROVED);
            sessions.end(tx, stoppedIds);
            audit.append(
                    tx,
                    stopped.stream()
                            .map(agent -> AgentAudit.entry(
                                    AuditOperation.DISAPPROVED,
                                    caller.name(),
                                    agent,
                                    AgentAudit.statusChange(agent, AgentStatus.DISAPPROVED)))
                            .toList());
        });
    }
}
