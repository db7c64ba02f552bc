package io.quartermaster.server.session;

import io.quartermaster.server.agent.Agent;
import io.quartermaster.server.agent.AgentAudit;
import io.quartermaster.server.agent.AgentCapabilities;
import io.quartermaster.server.agent.AgentCode;
import io.quartermaster.server.agent.AgentRepository;
import io.quartermaster.server.agent.AgentSessions;
import io.quartermaster.server.agent.AgentStatus;
import io.quartermaster.server.agent.CertificateReenrollment;
import io.quartermaster.server.agent.JobTypeCatalog;
import io.quartermaster.server.agent.JobTypes;
import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.db.Ids;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Finds out which agent registers, adds it when it is a new one, and judges what has changed about it. There is never a
 * second agent of one account on one machine.
 */
@Singleton
public class IdentifyAgent {
    private final AgentRepository agents;
    private final AgentSessions sessions;
    private final JobTypeCatalog catalog;
    private final AuditLog audit;
    private final Ids ids;

    public IdentifyAgent(
            AgentRepository agents, AgentSessions sessions, JobTypeCatalog catalog, AuditLog audit, Ids ids) {
        this.agents = agents;
        this.sessions = sessions;
        this.catalog = catalog;
        this.audit = audit;
        this.ids = ids;
    }

    /** Who registers. */
    sealed interface Identity {
        /** @param agent as it describes itself now, locked; not yet written, unless it is a new one */
        record Known(Agent agent) implements Identity {}

        /** It says it is an agent that it cannot be. */
        record Refused(int code, String message) implements Identity {}
    }

    /** The agent is locked until the end of the transaction. */
    Identity run(Handle tx, String account, Registration sent, Instant now) {
        Optional<Agent> found = find(tx, account, sent);
        if (found.isEmpty()) {
            return new Identity.Known(added(tx, account, sent, now));
        }
        Agent known = found.get();
        if (!known.username().equalsIgnoreCase(account)) {
            return otherAccount(known);
        }
        if (!known.clientMachine().equalsIgnoreCase(sent.clientMachine())
                && agents.isNameTaken(tx, known, sent.clientMachine())) {
            return nameTaken(known, sent);
        }
        return new Identity.Known(changed(tx, known, sent));
    }

    /** By the id it was given, or else by account and machine: an agent without a certificate may never keep its id. */
    private Optional<Agent> find(Handle tx, String account, Registration sent) {
        Optional<Agent> byId = sent.agentId()
                .flatMap(id -> agents.lock(tx, List.of(id)).stream().findFirst());
        return byId.isPresent() ? byId : agents.lock(tx, account, sent.clientMachine());
    }

    /** Adds a new agent, or takes the one that a registration at the same moment has added. */
    private Agent added(Handle tx, String account, Registration sent, Instant now) {
        AgentCapabilities capabilities = sent.capabilities().named(catalog.now(tx));
        Agent agent = new Agent(
                ids.next(),
                sent.clientMachine(),
                account,
                sent.platform(),
                sent.version(),
                AgentStatus.NEW,
                capabilities,
                now,
                null,
                "",
                "",
                "",
                CertificateReenrollment.NONE,
                null,
                null,
                now);
        if (!agents.add(tx, agent, sent.clientParameters())) {
            return agents.lock(tx, account, sent.clientMachine())
                    .map(other -> changed(tx, other, sent))
                    .orElseThrow(() -> new IllegalStateException("An agent came and went during a registration"));
        }
        AuditMessage message = new AuditMessage()
                .after("Status", agent.status().title())
                .after("Capabilities", String.join(", ", capabilities.names()));
        audit.append(tx, AgentAudit.entry(AuditOperation.CREATED, account, agent, message));
        return agent;
    }

    /** The agent as it describes itself now. Another set of capabilities takes its approval back. */
    private Agent changed(Handle tx, Agent known, Registration sent) {
        if (known.capabilities().sameAs(sent.capabilities())) {
            return described(tx, known, sent, known.capabilities(), known.status());
        }
        // Job type ids are named on both sides: one that nobody knew may have got a name since it was stored.
        JobTypes types = catalog.now(tx);
        AgentCapabilities capabilities = sent.capabilities().named(types);
        if (known.capabilities().named(types).sameAs(capabilities)) {
            return described(tx, known, sent, capabilities, known.status());
        }
        AgentStatus status = known.isApproved() ? AgentStatus.NEW : known.status();
        sessions.end(tx, List.of(known.id()));
        return described(tx, known, sent, capabilities, status);
    }

    private Agent described(
            Handle tx, Agent known, Registration sent, AgentCapabilities capabilities, AgentStatus status) {
        Agent agent = known.describedAs(sent.clientMachine(), sent.platform(), sent.version(), capabilities, status);
        if (!known.clientMachine().equals(agent.clientMachine())
                || !known.capabilities().sameAs(capabilities)
                || known.status() != status) {
            audit.append(
                    tx, AgentAudit.entry(AuditOperation.UPDATED, agent.username(), agent, difference(known, agent)));
        }
        return agent;
    }

    private static AuditMessage difference(Agent before, Agent after) {
        return new AuditMessage()
                .before("ClientMachine", before.clientMachine())
                .before("Status", before.status().title())
                .before("Capabilities", String.join(", ", before.capabilities().names()))
                .after("ClientMachine", after.clientMachine())
                .after("Status", after.status().title())
                .after("Capabilities", String.join(", ", after.capabilities().names()));
    }

    private static Identity otherAccount(Agent known) {
        return new Identity.Refused(
                AgentCode.OTHER_ACCOUNT,
                "Agent " + known.id()
                        + " belongs to another account. Register with an empty AgentId, or with the account"
                        + " it was first registered with.");
    }

    private static Identity nameTaken(Agent known, Registration sent) {
        return new Identity.Refused(
                AgentCode.NAME_TAKEN,
                "Agent " + known.id() + " is " + known.clientMachine() + ", and this account has another agent named "
                        + sent.clientMachine() + ". Register with an empty AgentId, or under another name.");
    }
}
