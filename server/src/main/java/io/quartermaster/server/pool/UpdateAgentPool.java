package io.quartermaster.server.pool;

import static io.quartermaster.server.security.Permission.SSL_MODIFY;
import static io.quartermaster.server.security.Permission.SSL_READ;

import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.UUID;

/**
 * Replaces everything about a pool but its id. Agents that are left out go back to the default pool. Nobody can leave
 * the default pool this way: agents that are left out there are used for everything again.
 */
@Singleton
public class UpdateAgentPool {
    private final Database database;
    private final AgentPoolRepository pools;
    private final Poolable poolable;
    private final AuditLog audit;

    public UpdateAgentPool(Database database, AgentPoolRepository pools, Poolable poolable, AuditLog audit) {
        this.database = database;
        this.pools = pools;
        this.poolable = poolable;
        this.audit = audit;
    }

    /** @throws io.quartermaster.server.error.CommandException NO_PERMISSION, NOT_FOUND, UNKNOWN_ID, AGENT_STATE, NAME_IN_USE */
    AgentPool run(Caller caller, UUID id, WantedPool wanted) {
        caller.require(SSL_READ, SSL_MODIFY);
        return database.inTransaction(tx -> {
            poolable.lockAll(tx, id, wanted);
            AgentPool before = pools.lock(tx, id).orElseThrow(() -> GetAgentPool.notFound(id));
            pools.rename(tx, id, wanted.name());
            pools.replaceMembers(tx, id, wanted.agents());
            AgentPool after = pools.find(tx, id).orElseThrow();
            audit.append(
                    tx,
                    PoolAudit.entry(
                            AuditOperation.UPDATED,
                            caller,
                            after.name(),
                            id,
                            PoolAudit.before(before)
                                    .after("Name", after.name())
                                    .after("Agents", PoolAudit.agents(after))));
            return after;
        });
    }
}
