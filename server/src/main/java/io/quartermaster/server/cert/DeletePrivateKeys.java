package io.quartermaster.server.cert;

import static io.quartermaster.server.security.Permission.CERTIFICATES_COLLECTIONS_DELETE;

import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Forgets the private keys of certificates; those without one are passed over. Safe for many threads. */
@Singleton
public class DeletePrivateKeys {
    private final Database database;
    private final CertificateReach reach;
    private final CertificateListRepository certificates;
    private final PrivateKeys keys;
    private final AuditLog audit;

    public DeletePrivateKeys(
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

    /** @throws CommandException UNKNOWN_ID naming each certificate that does not exist */
    void run(Caller caller, CertificateSelection.ByIds selection, @Nullable Integer collectionId) {
        database.runInTransaction(tx -> forget(
                tx,
                caller,
                selection.ids(
                        tx,
                        caller,
                        reach,
                        certificates,
                        reach.require(tx, caller, collectionId, CERTIFICATES_COLLECTIONS_DELETE),
                        collectionId)));
    }

    /** @throws CommandException NOT_FOUND */
    void run(Caller caller, int id, @Nullable Integer collectionId) {
        database.runInTransaction(tx -> {
            reach.requireOne(tx, caller, collectionId, id, CERTIFICATES_COLLECTIONS_DELETE);
            forget(tx, caller, List.of(id));
        });
    }

    private void forget(Handle tx, Caller caller, List<Integer> ids) {
        Map<Integer, String> thumbprints = certificates.lock(tx, ids);
        audit.append(
                tx,
                keys.forget(tx, ids).stream()
                        .map(id -> CertificateAudit.entry(
                                AuditOperation.DELETED_PRIVATE_KEY,
                                caller,
                                thumbprints.getOrDefault(id, ""),
                                id,
                                new AuditMessage()))
                        .toList());
    }
}
