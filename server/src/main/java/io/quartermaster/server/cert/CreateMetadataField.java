package io.quartermaster.server.cert;

import static io.quartermaster.server.security.Permission.METADATA_TYPES_MODIFY;

import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;

/** Adds a metadata field. Safe for many threads. */
@Singleton
public class CreateMetadataField {
    private final Database database;
    private final MetadataRepository metadata;
    private final AuditLog audit;

    public CreateMetadataField(Database database, MetadataRepository metadata, AuditLog audit) {
        this.database = database;
        this.metadata = metadata;
        this.audit = audit;
    }

    /** @throws CommandException NAME_IN_USE */
    MetadataField run(Caller caller, WantedMetadataField wanted) {
        caller.require(METADATA_TYPES_MODIFY);
        return database.inTransaction(tx -> {
            MetadataField field = wanted.toField(metadata.nextId(tx), metadata.nextDisplayOrder(tx));
            metadata.insert(tx, field);
            AuditMessage message = MetadataFieldAudit.after(new AuditMessage(), field);
            audit.append(tx, MetadataFieldAudit.entry(AuditOperation.CREATED, caller, field, message));
            return field;
        });
    }
}
