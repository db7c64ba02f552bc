package io.quartermaster.server.cert;

import static io.quartermaster.server.security.Permission.CERTIFICATES_COLLECTIONS_DELETE;

import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.error.FailedOperation;
import io.quartermaster.server.query.SqlCondition;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jspecify.annotations.Nullable;

/**
 * Forgets certificates, with their private keys and metadata; all or none. One that lies in a certificate store stays: the
 * next inventory would bring it back, without all that was known of it. Safe for many threads.
 */
@Singleton
public class DeleteCertificates {
    private static final String FOREIGN_KEY_VIOLATION = "23503";

    private final Database database;
    private final CertificateReach reach;
    private final CertificateListRepository certificates;
    private final PrivateKeys keys;
    private final AuditLog audit;

    public DeleteCertificates(
            Database database,
            CertificateReach reach,
            CertificateListRepository certificates,
            PrivateKeys keys,
            AuditLog audit) {
        this.database = database;
        this.reach = reach;
        this.certificates = certificates;
        this.keys = keys;
        this.audit = audit;
    }

    /** @throws CommandException UNKNOWN_ID, QUERY; NOT_ELIGIBLE naming each that lies in a store */
    void run(Caller caller, CertificateSelection selection, @Nullable Integer collectionId) {
        database.runInTransaction(tx -> {
            SqlCondition within = reach.require(tx, caller, collectionId, CERTIFICATES_COLLECTIONS_DELETE);
            delete(tx, caller, selection.ids(tx, caller, reach, certificates, within, collectionId));
        });
    }

    /** @throws CommandException NOT_FOUND; NOT_ELIGIBLE for one that lies in a store */
    void run(Caller caller, int id, @Nullable Integer collectionId) {
        database.runInTransaction(tx -> {
            reach.requireOne(tx, caller, collectionId, id, CERTIFICATES_COLLECTIONS_DELETE);
            delete(tx, caller, List.of(id));
        });
    }

    private void delete(Handle tx, Caller caller, List<Integer> ids) {
        Map<Integer, String> locked = certificates.lock(tx, ids);
        refuseHeld(certificates.heldByStores(tx, locked.keySet()), locked.size());
        Set<Integer> withKey = Set.copyOf(keys.forget(tx, locked.keySet()));
        if (deleted(tx, locked.keySet()) < locked.size()) {
            throw new CommandException(
                    ErrorKind.NOT_ELIGIBLE,
                    "An inventory found one of the certificates in a store meanwhile; nothing was deleted.");
        }
        audit.append(
                tx,
                locked.entrySet().stream()
                        .map(one -> CertificateAudit.entry(
                                AuditOperation.DELETED,
                                caller,
                                one.getValue(),
                                one.getKey(),
                                new AuditMessage()
                                        .before("Thumbprint", one.getValue())
                                        .before("PrivateKey", withKey.contains(one.getKey()))))
                        .toList());
    }

    private int deleted(Handle tx, Set<Integer> ids) {
        try {
            return certificates.delete(tx, ids).size();
        } catch (UnableToExecuteStatementException e) {
            if (e.getCause() instanceof SQLException sql && FOREIGN_KEY_VIOLATION.equals(sql.getSQLState())) {
                throw new CommandException(
                        ErrorKind.NOT_ELIGIBLE,
                        "A certificate that something else on this server still names cannot be deleted; nothing was"
                                + " deleted.");
            }
            throw e;
        }
    }

    private static void refuseHeld(Map<Integer, Long> held, int all) {
        if (held.isEmpty()) {
            return;
        }
        List<FailedOperation> failed = held.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(one -> new FailedOperation(
                        one.getKey().toString(),
                        "It lies in "
                                + (one.getValue() == 1 ? "a certificate store" : one.getValue() + " certificate stores")
                                + "; remove it there first."))
                .toList();
        throw new CommandException(
                ErrorKind.NOT_ELIGIBLE,
                held.size() + " of " + all + " certificates lie in certificate stores; nothing was deleted.",
                failed);
    }
}
