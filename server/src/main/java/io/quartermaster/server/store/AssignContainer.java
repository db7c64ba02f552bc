package io.quartermaster.server.store;

import static io.quartermaster.server.security.Permission.CERTIFICATE_STORES_MODIFY;

import io.quartermaster.server.audit.AuditCategory;
import io.quartermaster.server.audit.AuditEntry;
import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.error.FailedOperation;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.security.StoreVerb;
import io.quartermaster.server.store.ContainerAssignment.Target;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Puts stores into a container, out of the one they are in. All or none. Safe for many threads. */
@Singleton
public class AssignContainer {
    private final Database database;
    private final ContainerRepository containers;
    private final CreateContainer createContainer;
    private final StoreRepository stores;
    private final JoinContainer joinContainer;
    private final AuditLog audit;
    private final InstantSource clock;

    AssignContainer(
            Database database,
            ContainerRepository containers,
            CreateContainer createContainer,
            StoreRepository stores,
            JoinContainer joinContainer,
            AuditLog audit,
            InstantSource clock) {
        this.database = database;
        this.containers = containers;
        this.createContainer = createContainer;
        this.stores = stores;
        this.joinContainer = joinContainer;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * @param storeIds no two equal
     * @return the stores as they are now, in that order
     * @throws CommandException NO_PERMISSION for the container and for those the stores are in; MALFORMED for one that does
     *     not exist; UNKNOWN_ID and NOT_ELIGIBLE, naming each store that is to blame; NAME_IN_USE for a new one
     */
    List<CertificateStore> run(Caller caller, Target target, List<UUID> storeIds) {
        return database.inTransaction(tx -> {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            Container container = container(tx, caller, target);
            List<CertificateStore> before = stores.lock(tx, storeIds);
            StoreSelection.refuseUnknown(storeIds, before);
            StorePermission.require(caller, StoreVerb.MODIFY, before);
            refuse(before, container);
            stores.assign(tx, storeIds, container.id());
            joinContainer.run(tx, caller.name(), stores.find(tx, storeIds), Map.of(container.id(), container), now);
            audit.append(
                    tx,
                    before.stream()
                            .map(store -> assigned(caller, store, container))
                            .toList());
            return stores.find(tx, storeIds);
        });
    }

    private Container container(Handle tx, Caller caller, Target target) {
        return switch (target) {
            case Target.Existing(int id) -> {
                caller.require(List.of(StorePermission.of(StoreVerb.MODIFY, id)));
                yield containers.keep(tx, List.of(id)).stream()
                        .findFirst()
                        .orElseThrow(() -> new CommandException(
                                ErrorKind.MALFORMED, "CertStoreContainerId " + id + " does not exist."));
            }
            case Target.New(String name, int typeId) -> {
                caller.require(CERTIFICATE_STORES_MODIFY);
                yield createContainer.add(
                        tx,
                        caller,
                        new WantedContainer(name, typeId, Optional.empty(), false, false),
                        typeId,
                        "NewContainerType");
            }
        };
    }

    private static void refuse(List<CertificateStore> stores, Container container) {
        List<FailedOperation> refused = stores.stream()
                .filter(store -> !container.takes(store.type()))
                .map(store -> new FailedOperation(
                        store.id().toString(),
                        "The store is of type " + store.type().id() + " ("
                                + store.type().shortName() + "), and the container is for stores of type "
                                + container.typeId() + "."))
                .toList();
        if (!refused.isEmpty()) {
            throw new CommandException(
                    ErrorKind.NOT_ELIGIBLE,
                    StoreSelection.count(refused.size()) + " cannot be put into the container " + container.name()
                            + ".",
                    refused);
        }
    }

    private static AuditEntry assigned(Caller caller, CertificateStore store, Container container) {
        return AuditEntry.done(
                AuditCategory.CERTIFICATE_STORE,
                AuditOperation.UPDATED,
                caller.name(),
                store.displayName(),
                store.id().toString(),
                new AuditMessage()
                        .before("ContainerId", String.valueOf(store.containerId()))
                        .after("ContainerId", container.id()));
    }
}
