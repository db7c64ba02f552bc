package io.quartermaster.server.store;

import io.quartermaster.server.audit.AuditCategory;
import io.quartermaster.server.audit.AuditEntry;
import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.security.StoreVerb;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Removes certificate stores from the server; what lies on the machines stays untouched. Their inventories, secrets and
 * scheduled jobs go, their history stays. A running job ends as it will, and nothing is kept of what it found. All or
 * none. Safe for many threads.
 */
@Singleton
public class DeleteStores {
    private final Database database;
    private final StoreRepository stores;
    private final StoreRemoval removal;
    private final AuditLog audit;
    private final InstantSource clock;

    DeleteStores(Database database, StoreRepository stores, StoreRemoval removal, AuditLog audit, InstantSource clock) {
        this.database = database;
        this.stores = stores;
        this.removal = removal;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * @param storeIds no two equal
     * @throws CommandException UNKNOWN_ID naming each store that does not exist
     */
    void run(Caller caller, List<UUID> storeIds) {
        database.runInTransaction(tx -> {
            List<CertificateStore> locked = stores.lock(tx, storeIds);
            StoreSelection.refuseUnknown(storeIds, locked);
            remove(tx, caller, locked);
        });
    }

    /** @throws CommandException NOT_FOUND when it does not exist */
    void run(Caller caller, UUID storeId) {
        database.runInTransaction(tx -> {
            List<CertificateStore> locked = stores.lock(tx, List.of(storeId));
            if (locked.isEmpty()) {
                throw GetStore.notFound(storeId);
            }
            remove(tx, caller, locked);
        });
    }

    private void remove(Handle tx, Caller caller, List<CertificateStore> locked) {
        StorePermission.require(caller, StoreVerb.MODIFY, locked);
        removal.remove(tx, caller.name(), locked, clock.instant());
        audit.append(
                tx, locked.stream().map(store -> deleted(caller.name(), store)).toList());
    }

    static AuditEntry deleted(String actor, CertificateStore store) {
        return AuditEntry.done(
                AuditCategory.CERTIFICATE_STORE,
                AuditOperation.DELETED,
                actor,
                store.displayName(),
                store.id().toString(),
                new AuditMessage()
                        .before("ClientMachine", store.clientMachine())
                        .before("Storepath", store.storePath())
                        .before("CertStoreType", store.type().id())
                        .before("AgentId", String.valueOf(store.agentId()))
                        .before("ContainerId", String.valueOf(store.containerId())));
    }
}
