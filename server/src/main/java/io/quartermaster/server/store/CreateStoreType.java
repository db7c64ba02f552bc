package io.quartermaster.server.store;

import static io.quartermaster.server.security.Permission.CERTIFICATE_STORES_MODIFY;

import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.Ids;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.store.StoreTypeDefinition.SupportedOperations;
import jakarta.inject.Singleton;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Adds a store type, with a job type for each kind of job that can be asked for. Safe for many threads. */
@Singleton
public class CreateStoreType {
    private final Database database;
    private final StoreTypeRepository types;
    private final AuditLog audit;
    private final Ids ids;

    CreateStoreType(Database database, StoreTypeRepository types, AuditLog audit, Ids ids) {
        this.database = database;
        this.types = types;
        this.audit = audit;
        this.ids = ids;
    }

    /** @throws CommandException NAME_IN_USE for a name, short name, capability or job type that another type has */
    StoreType run(Caller caller, WantedStoreType wanted) {
        caller.require(CERTIFICATE_STORES_MODIFY);
        return database.inTransaction(tx -> {
            types.lockAll(tx);
            StoreType type = made(types.nextId(tx), wanted);
            if (StoreTypeNames.jobTypes(type).distinct().count()
                    < StoreTypeNames.jobTypes(type).count()) {
                throw new CommandException(ErrorKind.MALFORMED, "Two of the job type ids are the same.");
            }
            StoreTypeNames.refuseTaken(type, types.all(tx));
            types.insert(tx, type);
            audit.append(tx, StoreTypeAudit.created(caller, type));
            return type;
        });
    }

    private StoreType made(int id, WantedStoreType wanted) {
        SupportedOperations operations = wanted.supportedOperations();
        WantedStoreType.JobTypes jobTypes = wanted.jobTypes();
        return new StoreType(
                id,
                wanted.name(),
                wanted.shortName(),
                wanted.capability() == null ? wanted.shortName() : wanted.capability(),
                jobTypes.inventory() == null ? ids.next() : jobTypes.inventory(),
                jobType(operations.management(), jobTypes.management()),
                jobType(operations.discovery(), jobTypes.discovery()),
                jobType(operations.enrollment(), jobTypes.reenrollment()),
                wanted.newDefinition());
    }

    private @Nullable UUID jobType(boolean needed, @Nullable UUID wanted) {
        return !needed ? null : wanted == null ? ids.next() : wanted;
    }
}
