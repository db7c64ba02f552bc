package io.quartermaster.server.cert;

import static io.quartermaster.server.security.Permission.CERTIFICATES_COLLECTIONS_MODIFY;
import static io.quartermaster.server.security.Permission.CERTIFICATES_COLLECTIONS_READ;

import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Adds a certificate collection, as a copy of another or new. Safe for many threads. */
@Singleton
public class CreateCollection {
    private final Database database;
    private final CollectionRepository collections;
    private final CertificateReach reach;
    private final AuditLog audit;

    public CreateCollection(
            Database database, CollectionRepository collections, CertificateReach reach, AuditLog audit) {
        this.database = database;
        this.collections = collections;
        this.reach = reach;
        this.audit = audit;
    }

    /** @throws CommandException NAME_IN_USE; QUERY; NOT_FOUND for an original that does not exist */
    CertificateCollection run(Caller caller, WantedCollection wanted) {
        caller.require(CERTIFICATES_COLLECTIONS_MODIFY);
        return database.inTransaction(tx -> {
            String query = queryOf(tx, caller, wanted);
            reach.matching(caller, reach.fields(tx, caller), query);
            CertificateCollection collection = wanted.toCollection(collections.nextId(tx), query);
            collections.insert(tx, collection);
            AuditMessage message = CollectionAudit.after(new AuditMessage(), collection);
            audit.append(tx, CollectionAudit.entry(AuditOperation.CREATED, caller, collection, message));
            return collection;
        });
    }

    private String queryOf(Handle tx, Caller caller, WantedCollection wanted) {
        Integer original = wanted.copyFromId();
        if (original == null) {
            return wanted.query() == null ? "" : wanted.query();
        }
        caller.require(List.of(CERTIFICATES_COLLECTIONS_READ.within(original)));
        String query = collections
                .find(tx, original)
                .orElseThrow(() -> new CommandException(
                        ErrorKind.NOT_FOUND, "There is no certificate collection " + original + "."))
                .query();
        return wanted.query() == null ? query : wanted.query();
    }
}
