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
import java.util.function.UnaryOperator;

/** Changes a certificate collection. Safe for many threads. */
@Singleton
public class UpdateCollection {
    private final Database database;
    private final CollectionRepository collections;
    private final CertificateReach reach;
    private final AuditLog audit;

    public UpdateCollection(
            Database database, CollectionRepository collections, CertificateReach reach, AuditLog audit) {
        this.database = database;
        this.collections = collections;
        this.reach = reach;
        this.audit = audit;
    }

    /** @throws CommandException NOT_FOUND, NAME_IN_USE, QUERY */
    CertificateCollection run(Caller caller, int id, WantedCollection wanted) {
        return change(caller, id, before -> wanted.toCollection(id, wanted.query() == null ? "" : wanted.query()));
    }

    /** @throws CommandException NOT_FOUND */
    void run(Caller caller, int id, boolean favorite) {
        change(
                caller,
                id,
                before -> new CertificateCollection(
                        id,
                        before.name(),
                        before.description(),
                        before.query(),
                        before.duplicationField(),
                        before.showOnDashboard(),
                        favorite));
    }

    private CertificateCollection change(Caller caller, int id, UnaryOperator<CertificateCollection> changed) {
        caller.require(CERTIFICATES_COLLECTIONS_MODIFY);
        return database.inTransaction(tx -> {
            CertificateCollection before = collections
                    .lock(tx, id)
                    .orElseThrow(() -> new CommandException(
                            ErrorKind.NOT_FOUND, "There is no certificate collection " + id + "."));
            CertificateCollection after = changed.apply(before);
            if (!after.query().equals(before.query())) {
                reach.matching(caller, reach.fields(tx, caller), after.query());
            }
            collections.update(tx, after);
            AuditMessage message = CollectionAudit.after(CollectionAudit.before(new AuditMessage(), before), after);
            audit.append(tx, CollectionAudit.entry(AuditOperation.UPDATED, caller, after, message));
            return after;
        });
    }
}
