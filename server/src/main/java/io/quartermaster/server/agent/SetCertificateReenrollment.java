package io.quartermaster.server.agent;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_MODIFY;
import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_READ;

import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Asks agents for new client certificates, or takes that back. Noted on the agent and nothing else for now: an agent that
 * runs without a client certificate must never be asked (C agent 2.19 crashes then), and there are no others yet.
 */
@Singleton
public class SetCertificateReenrollment {
    private final Database database;
    private final AgentRepository agents;
    private final AuditLog audit;

    public SetCertificateReenrollment(Database database, AgentRepository agents, AuditLog audit) {
        this.database = database;
        this.agents = agents;
        this.audit = audit;
    }

    /**
     * @return the ids that belong to no agent, in the order of the sender; for all others it is done
     * @throws io.quartermaster.server.error.CommandException NO_PERMISSION
     */
    public List<UUID> run(Caller caller, AgentIds ids, CertificateReenrollment value) {
        caller.require(AGENTS_MANAGEMENT_READ, AGENTS_MANAGEMENT_MODIFY);
        return database.inTransaction(tx -> {
            List<Agent> found = agents.lock(tx, ids.ids());
            List<Agent> changed = found.stream()
                    .filter(agent -> agent.certificateReenrollment() != value)
                    .toList();
            agents.setCertificateReenrollment(
                    tx, changed.stream().map(Agent::id).toList(), value);
            audit.append(
                    tx,
                    changed.stream()
                            .map(agent -> AgentAudit.entry(
                                    AuditOperation.UPDATED, caller.name(), agent, difference(agent, value)))
                            .toList());
            Set<UUID> known = found.stream().map(Agent::id).collect(Collectors.toSet());
            return ids.ids().stream().filter(id -> !known.contains(id)).toList();
        });
    }

    private static AuditMessage difference(Agent agent, CertificateReenrollment value) {
        return new AuditMessage()
                .before(
                        "AuthCertificateReenrollment",
                        agent.certificateReenrollment().title())
                .after("AuthCertificateReenrollment", value.title());
    }
}
