package io.quartermaster.server.store;

import io.quartermaster.server.agent.AgentDeparture;
import io.quartermaster.server.agent.Departing;
import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.security.StoreVerb;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The certificate stores of an agent go with it. Safe for many threads. */
@Singleton
class StoreDeparture implements AgentDeparture {
    private final StoreRepository stores;
    private final StoreRemoval removal;
    private final AuditLog audit;
    private final InstantSource clock;

    StoreDeparture(StoreRepository stores, StoreRemoval removal, AuditLog audit, InstantSource clock) {
        this.stores = stores;
        this.removal = removal;
        this.audit = audit;
        this.clock = clock;
    }

    @Override
    public Turn turn() {
        return Turn.CERTIFICATE_STORES;
    }

    @Override
    public Departing departing(Handle tx, UUID agentId) {
        return new Departing("certificate stores", stores.countOfAgent(tx, agentId));
    }

    @Override
    public void permit(Caller caller, Handle tx, Collection<UUID> agentIds) {
        List<CertificateStore> leaving = stores.lockOfAgents(tx, agentIds);
        if (!leaving.isEmpty()) {
            StorePermission.require(caller, StoreVerb.MODIFY, leaving);
        }
    }

    @Override
    public void leave(Handle tx, Collection<UUID> agentIds, Cause cause, String actor) {
        List<CertificateStore> leaving = stores.lockOfAgents(tx, agentIds);
        if (leaving.isEmpty()) {
            return;
        }
        removal.remove(tx, actor, leaving, clock.instant());
        audit.append(
                tx,
                leaving.stream()
                        .map(store -> DeleteStores.deleted(actor, store))
                        .toList());
    }
}
