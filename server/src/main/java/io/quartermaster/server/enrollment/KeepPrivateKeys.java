package io.quartermaster.server.enrollment;

import io.quartermaster.server.audit.AuditCategory;
import io.quartermaster.server.audit.AuditEntry;
import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.cert.PrivateKeys;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.secret.SecretValue;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.bouncycastle.cert.X509CertificateHolder;
import org.jdbi.v3.core.Handle;

/**
 * Forgets keys whose time is over, and gives keys that wait here to certificates that have come since, by whatever way.
 * Several servers may do it at the same time.
 */
@Singleton
public class KeepPrivateKeys {
    private static final int BATCH_MAX = 1_000;

    /** A certificate is looked at for so long: what was recorded in a long transaction is seen late. */
    private static final Duration LOOKED_AT = Duration.ofMinutes(10);

    private static final HexFormat HEX = HexFormat.of();

    private final Database database;
    private final EnrollmentRepository enrollments;
    private final PendingCsrRepository pending;
    private final PrivateKeys privateKeys;
    private final AuditLog audit;
    private final InstantSource clock;

    KeepPrivateKeys(
            Database database,
            EnrollmentRepository enrollments,
            PendingCsrRepository pending,
            PrivateKeys privateKeys,
            AuditLog audit,
            InstantSource clock) {
        this.database = database;
        this.enrollments = enrollments;
        this.pending = pending;
        this.privateKeys = privateKeys;
        this.audit = audit;
        this.clock = clock;
    }

    public void run() {
        database.untilNothingIsLeft(this::forget);
        adopt();
    }

    private int forget(Handle tx) {
        List<Integer> ended = enrollments.takeEnded(tx, clock.instant(), BATCH_MAX);
        List<Integer> forgotten = privateKeys.forget(tx, ended);
        audit.append(
                tx,
                forgotten.stream()
                        .map(id -> AuditEntry.done(
                                AuditCategory.CERTIFICATE,
                                AuditOperation.DELETED_PRIVATE_KEY,
                                AuditEntry.TIMER_SERVICE,
                                "Certificate " + id,
                                String.valueOf(id),
                                new AuditMessage()
                                        .after("Reason", "The time for which its template keeps keys is over.")))
                        .toList());
        return ended.size();
    }

    /** One certificate after the other: those that come within minutes are few, where somebody waits for one. */
    private void adopt() {
        Instant since = clock.instant().minus(LOOKED_AT);
        Set<String> waiting = database.read(tx -> new TreeSet<>(
                pending.keyDigests(tx).stream().map(HEX::formatHex).toList()));
        if (waiting.isEmpty()) {
            return;
        }
        int after = 0;
        List<EnrollmentRepository.NewCertificate> batch;
        do {
            int from = after;
            batch = database.read(tx -> enrollments.recordedSince(tx, since, from, BATCH_MAX));
            for (EnrollmentRepository.NewCertificate certificate : batch) {
                after = certificate.id();
                Optional<byte[]> digest = keyDigest(certificate.der());
                if (digest.isPresent() && waiting.contains(HEX.formatHex(digest.get()))) {
                    database.runInTransaction(tx -> adopt(tx, certificate.id(), digest.get()));
                }
            }
        } while (batch.size() == BATCH_MAX);
    }

    private void adopt(Handle tx, int certificateId, byte[] keyDigest) {
        Optional<SecretValue> key = pending.take(tx, keyDigest);
        if (key.isPresent()) {
            privateKeys.keep(tx, certificateId, key.get());
            audit.append(
                    tx,
                    AuditEntry.done(
                            AuditCategory.CERTIFICATE,
                            AuditOperation.UPDATED,
                            AuditEntry.TIMER_SERVICE,
                            "Certificate " + certificateId,
                            String.valueOf(certificateId),
                            new AuditMessage().after("PrivateKey", "that of a signing request which waited here")));
        }
    }

    private static Optional<byte[]> keyDigest(byte[] der) {
        try {
            return Optional.of(SentCsr.digest(new X509CertificateHolder(der).getSubjectPublicKeyInfo()));
        } catch (IOException | RuntimeException e) {
            // Certificates of the wild need not be readable in full.
            return Optional.empty();
        }
    }
}
