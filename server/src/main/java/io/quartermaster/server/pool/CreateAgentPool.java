package io.quartermaster.server.pool;

import static io.quartermaster.server.security.Permission.SSL_MODIFY;
import static io.quartermaster.server.security.Permission.SSL_READ;

import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.Ids;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.UUID;

/** Adds a pool, and puts agents of the default pool into it. */
@Singleton
public class CreateAgentPool {
    private final Database database;
    private final AgentPoolRepository pools;
    private final Poolable poolable;
    private final AuditLog audit;
    private final Ids ids;

    public CreateAgentPool(Database database, AgentPoolRepository pools, Poolable poolable, AuditLog audit, Ids ids) {
        this.database = database;
        this.pools = pools;
        this.poolable = poolable;
        this.audit = audit;
        this.ids = ids;
    }

    /** @throws io.quartermaster.server.error.CommandException NO_PERMISSION, UNKNOWN_ID, AGENT_STATE, NAME_IN_USE */
    AgentPool run(Caller caller, WantedPool wanted) {
        caller.require(SSL_READ, SSL_MODIFY);
        UUID id = ids.next();
        return database.inTransaction(tx -> {
            poolable.lockAll(tx, id, wanted);
            pools.insert(tx, id, wanted.name());
            pools.replaceMembers(tx, id, wanted.agents());
            AgentPool pool = pools.find(tx, id).orElseThrow();
            audit.append(
                    tx,
                    PoolAudit.entry(
                            AuditOperation.CREATED,
                            caller,
                            pool.name(),
                            id,
                            new AuditMessage().after("Name", pool.name()).after("Agents", PoolAudit.agents(pool))));
            return pool;
        });
    }
}
