package io.quartermaster.server.ca;

import static io.quartermaster.server.security.Permission.CERTIFICATES_COLLECTIONS_REVOKE;

import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.cert.CertificateAudit;
import io.quartermaster.server.cert.CertificateReach;
import io.quartermaster.server.cert.FindCertificates;
import io.quartermaster.server.cert.KnownCertificate;
import io.quartermaster.server.cert.NoteIssuance;
import io.quartermaster.server.cert.Revocation;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.error.FailedOperation;
import io.quartermaster.server.query.SqlCondition;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Revokes certificates that this server's authorities have issued, or releases them from a hold; all or none. */
@Singleton
public class RevokeCertificates {
    /** Certificates of one request. */
    public static final int CERTIFICATES_MAX = 1_000;

    /** Not a reason but the end of a hold. */
    static final int REMOVE_FROM_CRL = 8;

    private final Database database;
    private final CertificateReach reach;
    private final FindCertificates find;
    private final RevokeCertificate revoke;
    private final NoteIssuance noteIssuance;
    private final AuditLog audit;

    public RevokeCertificates(
            Database database,
            CertificateReach reach,
            FindCertificates find,
            RevokeCertificate revoke,
            NoteIssuance noteIssuance,
            AuditLog audit) {
        this.database = database;
        this.reach = reach;
        this.find = find;
        this.revoke = revoke;
        this.noteIssuance = noteIssuance;
        this.audit = audit;
    }

    /** @param reason the number of RFC 5280; {@link #REMOVE_FROM_CRL} ends a hold */
    record Wanted(Set<Integer> certificateIds, int reason, Instant at, String comment) {}

    /**
     * The ids, in their order.
     *
     * @throws CommandException UNKNOWN_ID naming each that does not exist; NOT_ELIGIBLE naming each that cannot be revoked
     */
    List<Integer> run(Caller caller, @Nullable Integer collectionId, Wanted wanted) {
        return database.inTransaction(tx -> {
            SqlCondition within = reach.require(tx, caller, collectionId, CERTIFICATES_COLLECTIONS_REVOKE);
            Set<Integer> reached = reach.within(tx, wanted.certificateIds(), within);
            refuse(
                    ErrorKind.UNKNOWN_ID,
                    "Some of the certificates do not exist; nothing was revoked.",
                    wanted.certificateIds().stream()
                            .filter(id -> !reached.contains(id))
                            .map(id -> new FailedOperation(id.toString(), CertificateReach.missing(collectionId, id)))
                            .toList());
            List<KnownCertificate> certificates = find.find(tx, wanted.certificateIds());
            revokeEach(tx, certificates, wanted);
            List<Integer> ids = certificates.stream().map(KnownCertificate::id).toList();
            if (wanted.reason() == REMOVE_FROM_CRL) {
                noteIssuance.released(tx, ids);
            } else {
                noteIssuance.revoked(tx, ids, new Revocation(wanted.at(), wanted.reason(), wanted.comment()));
            }
            audit(tx, caller, certificates, wanted);
            return ids;
        });
    }

    private void revokeEach(Handle tx, List<KnownCertificate> certificates, Wanted wanted) {
        List<FailedOperation> refused = new ArrayList<>();
        for (KnownCertificate certificate : certificates) {
            try {
                revoke.run(tx, certificate.id(), wanted.reason(), wanted.at());
            } catch (IssueRefusedException e) {
                refused.add(new FailedOperation(String.valueOf(certificate.id()), e.getMessage()));
            }
        }
        refuse(
                ErrorKind.NOT_ELIGIBLE,
                refused.size() + " of " + certificates.size() + " certificates cannot be revoked; nothing was revoked.",
                refused);
    }

    private static void refuse(ErrorKind kind, String message, List<FailedOperation> failed) {
        if (!failed.isEmpty()) {
            throw new CommandException(kind, message, failed);
        }
    }

    private void audit(Handle tx, Caller caller, List<KnownCertificate> certificates, Wanted wanted) {
        AuditOperation operation =
                wanted.reason() == REMOVE_FROM_CRL ? AuditOperation.REMOVED_FROM_HOLD : AuditOperation.REVOKED;
        audit.append(
                tx,
                certificates.stream()
                        .map(certificate -> CertificateAudit.entry(
                                operation,
                                caller,
                                certificate.issuedDn(),
                                certificate.id(),
                                new AuditMessage()
                                        .after("Thumbprint", certificate.thumbprint())
                                        .after("Reason", wanted.reason())
                                        .after("Comment", wanted.comment())
                                        .after("EffectiveDate", wanted.at())))
                        .toList());
    }
}
