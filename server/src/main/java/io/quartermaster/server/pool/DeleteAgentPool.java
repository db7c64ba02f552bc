package io.quartermaster.server.pool;

import static io.quartermaster.server.security.Permission.SSL_MODIFY;
import static io.quartermaster.server.security.Permission.SSL_READ;

import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.UUID;

/** Removes a pool; its agents go back to the default pool, which cannot be removed itself. */
@Singleton
public class DeleteAgentPool {
    private final Database database;
    private final AgentPoolRepository pools;
    private final AuditLog audit;

    public DeleteAgentPool(Database database, AgentPoolRepository pools, AuditLog audit) {
        this.database = database;
        this.pools = pools;
        this.audit = audit;
    }

    /** @throws CommandException NO_PERMISSION, NOT_FOUND; NAME_IN_USE for the default pool */
    void run(Caller caller, UUID id) {
        caller.require(SSL_READ, SSL_MODIFY);
        database.runInTransaction(tx -> {
            AgentPool pool = pools.lock(tx, id).orElseThrow(() -> GetAgentPool.notFound(id));
            if (pool.isDefault()) {
                throw new CommandException(
                        ErrorKind.NAME_IN_USE,
                        "The pool " + pool.name()
                                + " is the default one, where agents are that are in no other. It stays.");
            }
            pools.delete(tx, id);
            audit.append(tx, PoolAudit.entry(AuditOperation.DELETED, caller, pool.name(), id, PoolAudit.before(pool)));
        });
    }
}
