package io.quartermaster.server.enrollment;

import io.quartermaster.server.audit.AuditCategory;
import io.quartermaster.server.audit.AuditEntry;
import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.cert.ParsedCertificate;
import io.quartermaster.server.cert.PrivateKeys;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Writes what was enrolled, with its key and its metadata. Works in the caller's transaction. Safe for many threads. */
@Singleton
class KeepEnrollment {
    private final EnrollmentRepository enrollments;
    private final PrivateKeys privateKeys;
    private final EnrollmentMetadata metadata;
    private final AuditLog audit;
    private final InstantSource clock;

    KeepEnrollment(
            EnrollmentRepository enrollments,
            PrivateKeys privateKeys,
            EnrollmentMetadata metadata,
            AuditLog audit,
            InstantSource clock) {
        this.enrollments = enrollments;
        this.privateKeys = privateKeys;
        this.metadata = metadata;
        this.audit = audit;
        this.clock = clock;
    }

    /** @param actor as the audit names who asked */
    Enrolled run(Handle tx, String actor, NewEnrollment enrolled) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        ParsedCertificate certificate =
                ParsedCertificate.parse(enrolled.issued().der());
        int id = enrolled.issued().certificateId();
        enrollments.add(tx, enrolled, actor, now, keepsKeyUntil(enrolled, now, certificate.notAfter()));
        if (enrolled.terms().templateId() != null) {
            enrollments.noteTemplate(tx, id, enrolled.terms().templateId());
        }
        if (enrolled.key() != null) {
            privateKeys.keep(tx, id, enrolled.key());
        }
        Map<String, String> kept = metadata.keep(tx, enrolled.terms(), id, enrolled.metadata(), enrolled.renewedFrom());
        AuditMessage message = new AuditMessage()
                .after("Thumbprint", certificate.thumbprint())
                .after("IssuedDN", certificate.issuedDn())
                .after("IssuerDN", certificate.issuerDn())
                .after("SerialNumber", certificate.serialNumber())
                .after(
                        "Template",
                        Optional.ofNullable(enrolled.terms().templateName()).orElse("none"))
                .after("Enrollment", enrolled.kind())
                .after("PrivateKey", enrolled.key() == null ? "not here" : "kept as the template says");
        if (enrolled.renewedFrom() != null) {
            message.after("RenewedFrom", enrolled.renewedFrom());
        }
        audit.append(
                tx,
                AuditEntry.done(
                        AuditCategory.CERTIFICATE,
                        enrolled.renewedFrom() == null ? AuditOperation.CREATED : AuditOperation.RENEWED,
                        actor,
                        certificate.issuedDn(),
                        String.valueOf(id),
                        message));
        return Enrolled.of(enrolled.issued(), kept);
    }

    /** A key that came with a signing request, or waited here for its certificate, has no other copy that we know of. */
    private static @Nullable Instant keepsKeyUntil(NewEnrollment enrolled, Instant now, Instant notAfter) {
        boolean hasKey = enrolled.key() != null;
        boolean onlyWhileDeployed = !enrolled.terms().keepsKeys() && enrolled.kind() == EnrollmentKind.PFX;
        boolean byTemplate = enrolled.terms().keepsKeys();
        return hasKey && (onlyWhileDeployed || byTemplate)
                ? enrolled.terms().keepsKeyUntil(now, notAfter).orElse(null)
                : null;
    }
}
