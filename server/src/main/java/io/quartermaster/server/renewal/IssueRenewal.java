package io.quartermaster.server.renewal;

import io.quartermaster.server.audit.AuditEntry;
import io.quartermaster.server.cert.FindCertificates;
import io.quartermaster.server.cert.KnownCertificate;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.Ids;
import io.quartermaster.server.enrollment.RenewWithNewKey;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.secret.SecretRepository;
import io.quartermaster.server.secret.SecretValue;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Has the new certificate of a renewal issued. First the key and the signing request are made and kept; then an authority is
 * asked with this request, unless it has answered a server that could not note it any more. Safe for many threads.
 */
@Singleton
class IssueRenewal {
    private final Database database;
    private final RenewalRepository renewals;
    private final FindCertificates certificates;
    private final SecretRepository secrets;
    private final RenewWithNewKey renewWithNewKey;
    private final Ids ids;
    private final InstantSource clock;

    IssueRenewal(
            Database database,
            RenewalRepository renewals,
            FindCertificates certificates,
            SecretRepository secrets,
            RenewWithNewKey renewWithNewKey,
            Ids ids,
            InstantSource clock) {
        this.database = database;
        this.renewals = renewals;
        this.certificates = certificates;
        this.secrets = secrets;
        this.renewWithNewKey = renewWithNewKey;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * One step: the key, or the certificate.
     *
     * @throws CommandException when it cannot be issued, with a sentence for people
     */
    void run(Renewal renewal, UUID lease) {
        KnownCertificate old = database.read(tx -> certificates.find(tx, renewal.certificateId()))
                .orElseThrow(() -> new CommandException(
                        ErrorKind.NOT_FOUND, "The certificate " + renewal.certificateId() + " is not known any more."));
        RenewWithNewKey.Order order = new RenewWithNewKey.Order(
                old.id(), old.der(), renewal.template(), renewal.authority(), renewal.metadata());
        byte[] csr = renewal.csr();
        UUID keySecretId = renewal.keySecretId();
        if (csr == null || keySecretId == null) {
            prepare(renewal, lease, order);
        } else {
            issue(renewal, lease, order, keySecretId, csr);
        }
    }

    private void prepare(Renewal renewal, UUID lease, RenewWithNewKey.Order order) {
        RenewWithNewKey.Prepared prepared = renewWithNewKey.prepare(order);
        UUID keySecretId = ids.next();
        database.runInTransaction(tx -> {
            if (renewals.isHeld(tx, renewal.id(), lease)) {
                secrets.put(tx, Map.of(keySecretId, prepared.key()));
                renewals.prepare(tx, renewal.id(), keySecretId, prepared.csr());
            }
        });
    }

    private void issue(Renewal renewal, UUID lease, RenewWithNewKey.Order order, UUID keySecretId, byte[] csr) {
        Optional<Integer> already = database.read(tx -> renewals.issuedFor(tx, csr, renewal.begunAt()));
        int issued = already.orElseGet(() -> renewWithNewKey.issue(AuditEntry.TIMER_SERVICE, order, csr));
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        database.runInTransaction(tx -> {
            if (!renewals.isHeld(tx, renewal.id(), lease)) {
                return;
            }
            SecretValue key = secrets.get(tx, List.of(keySecretId)).get(keySecretId);
            if (key == null) {
                throw new IllegalStateException("The key of renewal " + renewal.id() + " is gone");
            }
            renewWithNewKey.keep(tx, AuditEntry.TIMER_SERVICE, order, issued, key, csr);
            secrets.delete(tx, List.of(keySecretId));
            renewals.issued(tx, renewal.id(), issued);
            renewals.note(
                    tx,
                    renewal.id(),
                    "ISSUED",
                    AuditEntry.TIMER_SERVICE,
                    "Certificate " + issued + " was issued.",
                    now);
            renewals.move(tx, renewal.id(), RenewalState.DEPLOYING, null, 0, now, now);
        });
    }
}
