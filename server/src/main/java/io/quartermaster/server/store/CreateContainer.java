package io.quartermaster.server.store;

import static io.quartermaster.server.security.Permission.CERTIFICATE_STORES_MODIFY;

import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;
import org.jdbi.v3.core.Handle;

/** Adds a container. Nobody can have a permission for it yet, so the one for all stores is needed. Safe for many threads. */
@Singleton
public class CreateContainer {
    private final Database database;
    private final ContainerRepository containers;
    private final StoreTypeRepository types;
    private final AuditLog audit;

    CreateContainer(Database database, ContainerRepository containers, StoreTypeRepository types, AuditLog audit) {
        this.database = database;
        this.containers = containers;
        this.types = types;
        this.audit = audit;
    }

    /**
     * @param usualTypeId when the request names none
     * @throws CommandException MALFORMED for a type that does not exist, NAME_IN_USE
     */
    ContainerWithStores run(Caller caller, WantedContainer wanted, int usualTypeId) {
        caller.require(CERTIFICATE_STORES_MODIFY);
        return database.inTransaction(tx -> new ContainerWithStores(
                add(tx, caller, wanted, Objects.requireNonNullElse(wanted.typeId(), usualTypeId), "CertStoreType"),
                List.of()));
    }

    /**
     * For a command that puts stores into the new container; it has checked the permission.
     *
     * @param field where the type stands in the request, for messages
     */
    Container add(Handle tx, Caller caller, WantedContainer wanted, int typeId, String field) {
        types.keep(tx, typeId);
        if (typeId != Container.ANY_TYPE && types.find(tx, typeId).isEmpty()) {
            throw new CommandException(ErrorKind.MALFORMED, field + " " + typeId + " does not exist.");
        }
        Container container = new Container(
                containers.nextId(tx),
                wanted.name(),
                typeId,
                wanted.schedule().orElse(null),
                wanted.overwriteSchedules());
        containers.insert(tx, container);
        audit.append(tx, ContainerAudit.created(caller, container));
        return container;
    }
}
