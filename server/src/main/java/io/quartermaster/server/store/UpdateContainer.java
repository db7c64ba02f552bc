package io.quartermaster.server.store;

import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.security.StoreVerb;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Replaces everything about a container but its type, which stores rely on. Safe for many threads. */
@Singleton
public class UpdateContainer {
    private final Database database;
    private final ContainerRepository containers;
    private final StoreRepository stores;
    private final InventorySchedules inventorySchedules;
    private final GetContainer getContainer;
    private final AuditLog audit;
    private final InstantSource clock;

    UpdateContainer(
            Database database,
            ContainerRepository containers,
            StoreRepository stores,
            InventorySchedules inventorySchedules,
            GetContainer getContainer,
            AuditLog audit,
            InstantSource clock) {
        this.database = database;
        this.containers = containers;
        this.stores = stores;
        this.inventorySchedules = inventorySchedules;
        this.getContainer = getContainer;
        this.audit = audit;
        this.clock = clock;
    }

    /** @throws CommandException NOT_FOUND, NO_PERMISSION, MALFORMED for another type, NAME_IN_USE */
    ContainerWithStores run(Caller caller, int id, WantedContainer wanted) {
        return database.inTransaction(tx -> {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            Container before = containers.lock(tx, id).orElseThrow(() -> GetContainer.notFound(id));
            caller.require(List.of(StorePermission.of(StoreVerb.MODIFY, id)));
            if (wanted.typeId() != null && wanted.typeId() != before.typeId()) {
                throw new CommandException(
                        ErrorKind.MALFORMED,
                        "CertStoreType of a container cannot change; that of " + before.name() + " is "
                                + before.typeId() + ".");
            }
            Container after = new Container(
                    id, wanted.name(), before.typeId(), wanted.schedule().orElse(null), wanted.overwriteSchedules());
            containers.update(tx, after);
            int overwritten = wanted.overwrites() ? overwrite(tx, caller, id, wanted, now) : 0;
            audit.append(tx, ContainerAudit.updated(caller, before, after, overwritten));
            return getContainer.withStores(tx, after);
        });
    }

    /** Stores that cannot be inventoried are passed over, and so are those that have the schedule: theirs keeps its grid. */
    private int overwrite(Handle tx, Caller caller, int id, WantedContainer wanted, Instant now) {
        List<CertificateStore> changed = stores.lockInContainer(tx, id).stream()
                .filter(CertificateStore::canBeInventoried)
                .filter(store -> !store.schedule().equals(wanted.schedule()))
                .toList();
        if (!changed.isEmpty()) {
            inventorySchedules.replace(tx, caller.name(), changed, wanted.schedule(), now);
        }
        return changed.size();
    }
}
