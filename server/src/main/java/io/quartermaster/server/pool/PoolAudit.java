package io.quartermaster.server.pool;

import io.quartermaster.server.audit.AuditCategory;
import io.quartermaster.server.audit.AuditEntry;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.security.Caller;
import java.util.UUID;
import java.util.stream.Collectors;

/** How the audit speaks of pools. */
final class PoolAudit {
    private PoolAudit() {}

    static AuditEntry entry(AuditOperation operation, Caller caller, String name, UUID id, AuditMessage message) {
        return AuditEntry.done(AuditCategory.AGENT_POOL, operation, caller.name(), name, id.toString(), message);
    }

    static AuditMessage before(AgentPool pool) {
        return new AuditMessage().before("Name", pool.name()).before("Agents", agents(pool));
    }

    /** {@code edge-01 (discover, monitor), edge-02 (nothing)}. */
    static String agents(AgentPool pool) {
        return pool.agents().stream()
                .map(agent -> agent.clientMachine() + " (" + use(agent.discover(), agent.monitor()) + ")")
                .collect(Collectors.joining(", "));
    }

    private static String use(boolean discover, boolean monitor) {
        if (discover) {
            return monitor ? "discover, monitor" : "discover";
        }
        return monitor ? "monitor" : "nothing";
    }
}
