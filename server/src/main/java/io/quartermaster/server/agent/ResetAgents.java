package io.quartermaster.server.agent;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_MODIFY;
import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_READ;

import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Makes agents new ones again: their sessions, jobs and certificate stores go, what is known of their client certificates
 * too, and they wait for approval. History stays. All or none.
 */
@Singleton
public class ResetAgents {
    private final Database database;
    private final AgentRepository agents;
    private final AgentSessions sessions;
    private final Departures departures;
    private final AuditLog audit;
    private final InstantSource clock;

    public ResetAgents(
            Database database,
            AgentRepository agents,
            AgentSessions sessions,
            Departures departures,
            AuditLog audit,
            InstantSource clock) {
        this.database = database;
        this.agents = agents;
        this.sessions = sessions;
        this.departures = departures;
        this.audit = audit;
        this.clock = clock;
    }

    /** @throws io.quartermaster.server.error.CommandException NO_PERMISSION, UNKNOWN_ID */
    public void run(Caller caller, AgentIds ids) {
        caller.require(AGENTS_MANAGEMENT_READ, AGENTS_MANAGEMENT_MODIFY);
        database.runInTransaction(tx -> reset(tx, caller, agents.lockAll(tx, ids)));
    }

    /** @throws io.quartermaster.server.error.CommandException NO_PERMISSION, NOT_FOUND */
    public void run(Caller caller, UUID id) {
        caller.require(AGENTS_MANAGEMENT_READ, AGENTS_MANAGEMENT_MODIFY);
        database.runInTransaction(tx -> reset(tx, caller, List.of(agents.lockOne(tx, id))));
    }

    private void reset(Handle tx, Caller caller, List<Agent> locked) {
        List<UUID> ids = locked.stream().map(Agent::id).toList();
        sessions.end(tx, ids);
        departures.leave(tx, ids, AgentDeparture.Cause.RESET, caller);
        agents.reset(tx, ids, clock.instant());
        audit.append(
                tx,
                locked.stream()
                        .map(agent -> AgentAudit.entry(AuditOperation.RESET, caller.name(), agent, difference(agent)))
                        .toList());
    }

    private static AuditMessage difference(Agent agent) {
        return AgentAudit.statusChange(agent, AgentStatus.NEW)
                .before("Thumbprint", agent.thumbprint())
                .before("LegacyThumbprint", agent.legacyThumbprint());
    }
}
