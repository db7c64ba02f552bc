package io.quartermaster.server.store;

import static io.quartermaster.server.security.Permission.CERTIFICATE_STORES_MODIFY;

import com.fasterxml.jackson.databind.JsonNode;
import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.Ids;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.store.StoreTypeDefinition.SupportedOperations;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Replaces everything about a store type but its number and the ids of its job types. While there are stores or jobs of it,
 * and always for a type that every server has, only its names change and operations come in addition: what is there was
 * made after the definition. Safe for many threads.
 */
@Singleton
public class UpdateStoreType {
    /** What only people read. */
    private static final Set<String> FREE = Set.of(
            "SupportedOperations",
            "ImportType",
            "ServerRegistration",
            "ClientMachineDescription",
            "StorePathDescription");

    private final Database database;
    private final StoreTypeRepository types;
    private final AuditLog audit;
    private final Ids ids;

    UpdateStoreType(Database database, StoreTypeRepository types, AuditLog audit, Ids ids) {
        this.database = database;
        this.types = types;
        this.audit = audit;
        this.ids = ids;
    }

    /**
     * @throws CommandException NOT_FOUND; NAME_IN_USE for what another type has, and for a change that stores, jobs or
     *     agents forbid, naming the members
     */
    StoreType run(Caller caller, int id, WantedStoreType wanted) {
        caller.require(CERTIFICATE_STORES_MODIFY);
        return database.inTransaction(tx -> {
            types.lockAll(tx);
            StoreType before =
                    types.lock(tx, List.of(id)).stream().findFirst().orElseThrow(() -> GetStoreType.notFound(id));
            StoreType after = changed(before, wanted);
            refuseBound(tx, before, after);
            StoreTypeNames.refuseTaken(after, types.all(tx));
            types.update(tx, after);
            audit.append(tx, StoreTypeAudit.updated(caller, before, after));
            return after;
        });
    }

    private StoreType changed(StoreType before, WantedStoreType wanted) {
        SupportedOperations operations = wanted.supportedOperations();
        return new StoreType(
                before.id(),
                wanted.name(),
                wanted.shortName(),
                wanted.capability() == null ? before.capability() : wanted.capability(),
                before.inventoryJobType(),
                jobType(operations.management(), before.managementJobType()),
                jobType(operations.discovery(), before.discoveryJobType()),
                jobType(operations.enrollment(), before.reenrollmentJobType()),
                wanted.definitionAfter(before.definition()));
    }

    /** An id that was there stays, so that an operation that comes back has the job type it had. */
    private @Nullable UUID jobType(boolean needed, @Nullable UUID before) {
        return before != null || !needed ? before : ids.next();
    }

    private void refuseBound(Handle tx, StoreType before, StoreType after) {
        List<String> members = bound(before, after);
        if (!members.isEmpty()) {
            StoreTypeUse use = types.uses(tx, List.of(before.id())).getOrDefault(before.id(), StoreTypeUse.NONE);
            if (before.builtIn() || use.binds()) {
                throw new CommandException(
                        ErrorKind.NAME_IN_USE,
                        String.join(", ", members) + " of " + before.shortName() + " cannot change: "
                                + (before.builtIn()
                                        ? "every server has this type"
                                        : "there is " + use.words() + " of this type")
                                + ". Name and ShortName can, and SupportedOperations can be added.");
            }
        }
        if (!before.capability().equalsIgnoreCase(after.capability())) {
            long agents = types.announced(tx, before.capability());
            if (agents > 0) {
                throw new CommandException(
                        ErrorKind.NAME_IN_USE,
                        "Capability of " + before.shortName() + " cannot change: it was announced by " + agents
                                + (agents == 1 ? " approved agent." : " approved agents."));
            }
        }
    }

    /** The members that differ in what stores and jobs rely on. */
    private static List<String> bound(StoreType before, StoreType after) {
        List<String> members = new ArrayList<>();
        if (!before.capability().equals(after.capability())) {
            members.add("Capability");
        }
        if (!kept(before.definition().supportedOperations(), after.definition().supportedOperations())) {
            members.add("SupportedOperations");
        }
        JsonNode was = StoreJson.tree(StoreJson.write(before.definition()));
        JsonNode is = StoreJson.tree(StoreJson.write(after.definition()));
        is.properties().stream()
                .filter(member -> !FREE.contains(member.getKey()))
                .filter(member -> !member.getValue().equals(was.get(member.getKey())))
                .forEach(member -> members.add(member.getKey()));
        return members;
    }

    private static boolean kept(SupportedOperations before, SupportedOperations after) {
        return (!before.add() || after.add())
                && (!before.create() || after.create())
                && (!before.discovery() || after.discovery())
                && (!before.enrollment() || after.enrollment())
                && (!before.remove() || after.remove());
    }
}
