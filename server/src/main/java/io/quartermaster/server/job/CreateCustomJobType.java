package io.quartermaster.server.job;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_MODIFY;

import io.quartermaster.server.audit.AuditCategory;
import io.quartermaster.server.audit.AuditEntry;
import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.Ids;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;

/** Adds a custom job type. From then on agents that have its capability can be given such jobs. */
@Singleton
public class CreateCustomJobType {
    private final Database database;
    private final CustomJobTypeRepository types;
    private final AuditLog audit;
    private final Ids ids;

    public CreateCustomJobType(Database database, CustomJobTypeRepository types, AuditLog audit, Ids ids) {
        this.database = database;
        this.types = types;
        this.audit = audit;
        this.ids = ids;
    }

    /** @throws io.quartermaster.server.error.CommandException NO_PERMISSION, NAME_IN_USE */
    public CustomJobType run(Caller caller, CustomJobTypeDefinition definition) {
        caller.require(AGENTS_MANAGEMENT_MODIFY);
        CustomJobType type = new CustomJobType(ids.next(), definition);
        database.runInTransaction(tx -> {
            types.insert(tx, type);
            audit.append(
                    tx,
                    AuditEntry.done(
                            AuditCategory.CUSTOM_JOB_TYPE,
                            AuditOperation.CREATED,
                            caller.name(),
                            type.name(),
                            type.id().toString(),
                            new AuditMessage().after("Name", type.name()).after("Fields", definition.fieldsInWords())));
        });
        return type;
    }
}
