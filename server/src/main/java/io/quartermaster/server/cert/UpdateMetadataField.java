package io.quartermaster.server.cert;

import static io.quartermaster.server.security.Permission.METADATA_TYPES_MODIFY;

import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.List;

/** Changes a metadata field, all of it. Safe for many threads. */
@Singleton
public class UpdateMetadataField {
    private final Database database;
    private final MetadataRepository metadata;
    private final AuditLog audit;

    public UpdateMetadataField(Database database, MetadataRepository metadata, AuditLog audit) {
        this.database = database;
        this.metadata = metadata;
        this.audit = audit;
    }

    /**
     * @throws CommandException NOT_FOUND, NAME_IN_USE; NOT_ELIGIBLE for another type while certificates have values
     */
    MetadataField run(Caller caller, int id, WantedMetadataField wanted) {
        caller.require(METADATA_TYPES_MODIFY);
        return database.inTransaction(tx -> {
            MetadataField before = metadata.lock(tx, List.of(id)).stream()
                    .findFirst()
                    .orElseThrow(
                            () -> new CommandException(ErrorKind.NOT_FOUND, "There is no metadata field " + id + "."));
            if (before.type() != wanted.type()
                    && !metadata.inUse(tx, List.of(id)).isEmpty()) {
                throw new CommandException(
                        ErrorKind.NOT_ELIGIBLE,
                        "DataType of " + before.name() + " cannot change while certificates have values of it.");
            }
            MetadataField after = wanted.toField(id, before.displayOrder());
            metadata.update(tx, after);
            AuditMessage message =
                    MetadataFieldAudit.after(MetadataFieldAudit.before(new AuditMessage(), before), after);
            audit.append(tx, MetadataFieldAudit.entry(AuditOperation.UPDATED, caller, after, message));
            return after;
        });
    }
}
