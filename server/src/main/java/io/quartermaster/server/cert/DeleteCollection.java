package io.quartermaster.server.cert;

import static io.quartermaster.server.security.Permission.CERTIFICATES_COLLECTIONS_MODIFY;

import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;

/** Removes a certificate collection; the certificates stay. Safe for many threads. */
@Singleton
public class DeleteCollection {
    private final Database database;
    private final CollectionRepository collections;
    private final AuditLog audit;

    public DeleteCollection(Database database, CollectionRepository collections, AuditLog audit) {
        this.database = database;
        this.collections = collections;
        this.audit = audit;
    }

    /** @throws CommandException NOT_FOUND */
    void run(Caller caller, int id) {
        caller.require(CERTIFICATES_COLLECTIONS_MODIFY);
        database.runInTransaction(tx -> {
            CertificateCollection collection = collections
                    .lock(tx, id)
                    .orElseThrow(() -> new CommandException(
                            ErrorKind.NOT_FOUND, "There is no certificate collection " + id + "."));
            collections.delete(tx, id);
            AuditMessage message = CollectionAudit.before(new AuditMessage(), collection);
            audit.append(tx, CollectionAudit.entry(AuditOperation.DELETED, caller, collection, message));
        });
    }
}
