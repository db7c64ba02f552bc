package io.quartermaster.server.agent;

import io.quartermaster.server.audit.AuditCategory;
import io.quartermaster.server.audit.AuditEntry;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;

/** How the audit speaks of agents. */
public final class AgentAudit {
    private AgentAudit() {}

    /**
     * An entry about one agent.
     *
     * @param actor the caller, or the agent's account where the agent did it itself
     */
    public static AuditEntry entry(AuditOperation operation, String actor, Agent agent, AuditMessage message) {
        return AuditEntry.done(
                AuditCategory.AGENT,
                operation,
                actor,
                agent.clientMachine(),
                agent.id().toString(),
                message);
    }

    /** From the status that the agent has to another one. */
    static AuditMessage statusChange(Agent agent, AgentStatus after) {
        return new AuditMessage().before("Status", agent.status().title()).after("Status", after.title());
    }
}
