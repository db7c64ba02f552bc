package io.quartermaster.server.enrollment;

import io.quartermaster.server.ca.KeySpec;
import io.quartermaster.server.cert.FindCertificates;
import io.quartermaster.server.cert.KnownCertificate;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509CertificateHolder;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads what is needed of a certificate to have it issued anew. Safe for many threads. */
@Singleton
class FindOriginal {
    private final FindCertificates certificates;
    private final EnrollmentRepository enrollments;

    FindOriginal(FindCertificates certificates, EnrollmentRepository enrollments) {
        this.certificates = certificates;
        this.enrollments = enrollments;
    }

    /** @throws CommandException UNKNOWN_ID, as the id stands in a body */
    Original run(Handle tx, int certificateId) {
        return find(tx, certificateId)
                .orElseThrow(() ->
                        new CommandException(ErrorKind.UNKNOWN_ID, "There is no certificate " + certificateId + "."));
    }

    Optional<Original> find(Handle tx, int certificateId) {
        return certificates.find(tx, certificateId).map(known -> original(tx, known));
    }

    /**
     * The certificate of a thumbprint.
     *
     * @throws CommandException UNKNOWN_ID when there is none, or more than one
     */
    int withThumbprint(Handle tx, String thumbprint) {
        List<KnownCertificate> found = certificates.withThumbprint(tx, thumbprint.strip());
        if (found.size() != 1) {
            throw new CommandException(
                    ErrorKind.UNKNOWN_ID,
                    found.isEmpty()
                            ? "There is no certificate with that thumbprint."
                            : "There are several certificates with that thumbprint; send CertificateId.");
        }
        return found.getFirst().id();
    }

    private Original original(Handle tx, KnownCertificate known) {
        try {
            X509CertificateHolder certificate = new X509CertificateHolder(known.der());
            @Nullable
            GeneralNames names =
                    GeneralNames.fromExtensions(certificate.getExtensions(), Extension.subjectAlternativeName);
            return new Original(
                    known,
                    SubjectText.of(certificate.getSubject()),
                    SentNames.of(names),
                    KeySpec.of(certificate.getSubjectPublicKeyInfo()).orElse(null),
                    enrollments.templateOf(tx, known.id()).orElse(null),
                    enrollments.authorityOf(tx, known.id()).orElse(null));
        } catch (IOException | RuntimeException e) {
            throw new CommandException(
                    ErrorKind.MALFORMED,
                    "Certificate " + known.id() + " cannot be read, so none can be issued in its place.");
        }
    }
}
