package io.quartermaster.server.cert;

import static io.quartermaster.server.security.Permission.METADATA_TYPES_MODIFY;

import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.error.FailedOperation;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Removes metadata fields, all or none. Safe for many threads. */
@Singleton
public class DeleteMetadataFields {
    private final Database database;
    private final MetadataRepository metadata;
    private final AuditLog audit;

    public DeleteMetadataFields(Database database, MetadataRepository metadata, AuditLog audit) {
        this.database = database;
        this.metadata = metadata;
        this.audit = audit;
    }

    /**
     * @param evenIfUsed whether values that certificates have of them go too
     * @throws CommandException UNKNOWN_ID; NAME_IN_USE naming each that certificates have values of
     */
    void run(Caller caller, Collection<Integer> ids, boolean evenIfUsed) {
        caller.require(METADATA_TYPES_MODIFY);
        database.runInTransaction(tx -> {
            List<MetadataField> locked = metadata.lock(tx, ids);
            Set<Integer> known = locked.stream().map(MetadataField::id).collect(Collectors.toSet());
            List<FailedOperation> unknown = ids.stream()
                    .filter(id -> !known.contains(id))
                    .map(id -> new FailedOperation(id.toString(), "There is no metadata field " + id + "."))
                    .toList();
            if (!unknown.isEmpty()) {
                throw new CommandException(
                        ErrorKind.UNKNOWN_ID,
                        "Some of the metadata fields do not exist; nothing was deleted.",
                        unknown);
            }
            delete(tx, caller, locked, evenIfUsed);
        });
    }

    /** @throws CommandException NOT_FOUND; NAME_IN_USE when certificates have values of it */
    void run(Caller caller, int id, boolean evenIfUsed) {
        caller.require(METADATA_TYPES_MODIFY);
        database.runInTransaction(tx -> {
            List<MetadataField> locked = metadata.lock(tx, List.of(id));
            if (locked.isEmpty()) {
                throw new CommandException(ErrorKind.NOT_FOUND, "There is no metadata field " + id + ".");
            }
            delete(tx, caller, locked, evenIfUsed);
        });
    }

    private void delete(Handle tx, Caller caller, List<MetadataField> fields, boolean evenIfUsed) {
        List<Integer> ids = fields.stream().map(MetadataField::id).toList();
        List<Integer> used = metadata.inUse(tx, ids);
        if (!used.isEmpty() && !evenIfUsed) {
            List<FailedOperation> failed = fields.stream()
                    .filter(field -> used.contains(field.id()))
                    .map(field -> new FailedOperation(
                            String.valueOf(field.id()), "Certificates have values of " + field.name() + "."))
                    .toList();
            throw new CommandException(
                    ErrorKind.NAME_IN_USE,
                    "Certificates have values of these fields; send force=true to delete the values too.",
                    failed);
        }
        metadata.delete(tx, ids);
        audit.append(
                tx,
                fields.stream()
                        .map(field -> MetadataFieldAudit.entry(
                                AuditOperation.DELETED,
                                caller,
                                field,
                                MetadataFieldAudit.before(new AuditMessage(), field)))
                        .toList());
    }
}
