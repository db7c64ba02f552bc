package io.quartermaster.server.store;

import static io.quartermaster.server.security.Permission.CERTIFICATE_STORES_MODIFY;

import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.error.FailedOperation;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Removes store types of which there is nothing left. Those that every server has stay: agents know them by ids that nothing
 * could bring back. All or none. Safe for many threads.
 */
@Singleton
public class DeleteStoreTypes {
    private final Database database;
    private final StoreTypeRepository types;
    private final AuditLog audit;

    DeleteStoreTypes(Database database, StoreTypeRepository types, AuditLog audit) {
        this.database = database;
        this.types = types;
        this.audit = audit;
    }

    /** @throws CommandException NOT_FOUND, NAME_IN_USE */
    void run(Caller caller, int id) {
        caller.require(CERTIFICATE_STORES_MODIFY);
        database.runInTransaction(tx -> {
            types.lockAll(tx);
            List<StoreType> locked = types.lock(tx, List.of(id));
            if (locked.isEmpty()) {
                throw GetStoreType.notFound(id);
            }
            refusals(tx, locked).stream().findFirst().ifPresent(refusal -> {
                throw new CommandException(
                        ErrorKind.NAME_IN_USE,
                        locked.getFirst().shortName() + " cannot be deleted: " + refusal.reason());
            });
            delete(tx, caller, locked);
        });
    }

    /**
     * @param ids no two equal
     * @throws CommandException UNKNOWN_ID, NAME_IN_USE, naming each type that is to blame
     */
    void run(Caller caller, Set<Integer> ids) {
        caller.require(CERTIFICATE_STORES_MODIFY);
        database.runInTransaction(tx -> {
            types.lockAll(tx);
            List<StoreType> locked = types.lock(tx, ids);
            refuseUnknown(ids, locked);
            List<FailedOperation> refusals = refusals(tx, locked);
            if (!refusals.isEmpty()) {
                throw new CommandException(
                        ErrorKind.NAME_IN_USE,
                        refusals.size() + " of the store types cannot be deleted; nothing was done.",
                        refusals);
            }
            delete(tx, caller, locked);
        });
    }

    private static void refuseUnknown(Set<Integer> ids, List<StoreType> found) {
        Set<Integer> known = found.stream().map(StoreType::id).collect(Collectors.toSet());
        List<FailedOperation> unknown = ids.stream()
                .filter(id -> !known.contains(id))
                .map(id -> new FailedOperation("" + id, "Store type not found"))
                .toList();
        if (!unknown.isEmpty()) {
            throw new CommandException(
                    ErrorKind.UNKNOWN_ID,
                    unknown.size()
                            + (unknown.size() == 1
                                    ? " store type of this request does not exist."
                                    : " store types of this request do not exist."),
                    unknown);
        }
    }

    private List<FailedOperation> refusals(Handle tx, List<StoreType> locked) {
        Map<Integer, StoreTypeUse> uses =
                types.uses(tx, locked.stream().map(StoreType::id).toList());
        return locked.stream()
                .flatMap(type -> reason(type, Optional.ofNullable(uses.get(type.id())))
                        .map(reason -> new FailedOperation("" + type.id(), reason))
                        .stream())
                .toList();
    }

    private static Optional<String> reason(StoreType type, Optional<StoreTypeUse> use) {
        return type.builtIn()
                ? Optional.of("every server has this type.")
                : use.map(some -> "there is " + some.words() + " of this type.");
    }

    private void delete(Handle tx, Caller caller, List<StoreType> locked) {
        types.delete(tx, locked.stream().map(StoreType::id).toList());
        audit.append(
                tx,
                locked.stream()
                        .map(type -> StoreTypeAudit.deleted(caller, type))
                        .toList());
    }
}
