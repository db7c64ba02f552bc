package io.quartermaster.server.store;

import io.quartermaster.server.agent.AgentSessions;
import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.security.StoreVerb;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;

/**
 * Removes a container, with its pauses and quiet hours. Its stores stay as they are, with their schedules, in no container.
 * Safe for many threads.
 */
@Singleton
public class DeleteContainer {
    private final Database database;
    private final ContainerRepository containers;
    private final StoreRepository stores;
    private final AgentSessions sessions;
    private final AuditLog audit;

    DeleteContainer(
            Database database,
            ContainerRepository containers,
            StoreRepository stores,
            AgentSessions sessions,
            AuditLog audit) {
        this.database = database;
        this.containers = containers;
        this.stores = stores;
        this.sessions = sessions;
        this.audit = audit;
    }

    /** @throws CommandException NOT_FOUND, NO_PERMISSION */
    void run(Caller caller, int id) {
        database.runInTransaction(tx -> {
            Container container = containers.lock(tx, id).orElseThrow(() -> GetContainer.notFound(id));
            caller.require(List.of(StorePermission.of(StoreVerb.MODIFY, id)));
            List<CertificateStore> leaving = stores.lockInContainer(tx, id);
            containers.delete(tx, id);
            // What held the jobs of these stores may be gone with the container.
            sessions.markStale(
                    tx,
                    leaving.stream()
                            .map(CertificateStore::agentId)
                            .filter(Objects::nonNull)
                            .distinct()
                            .toList());
            audit.append(tx, ContainerAudit.deleted(caller, container, leaving.size()));
        });
    }
}
