package io.quartermaster.server.enrollment;

import io.quartermaster.server.ca.IssueCertificate;
import io.quartermaster.server.ca.IssueRequest;
import io.quartermaster.server.ca.Issued;
import io.quartermaster.server.ca.KeySpec;
import io.quartermaster.server.ca.Profile;
import io.quartermaster.server.ca.SubjectNames;
import io.quartermaster.server.ca.Template;
import io.quartermaster.server.ca.TemplateRepository;
import io.quartermaster.server.cert.Chains;
import io.quartermaster.server.cert.FindCertificates;
import io.quartermaster.server.cert.MetadataRepository;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.secret.SecretValue;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Has a certificate issued that is like another one and takes its place, in three steps that somebody else writes down in
 * between: a key and a signing request, the certificate, and what is kept of it. The rules of the template hold as for any
 * enrolment. Safe for many threads.
 */
@Singleton
public class RenewWithNewKey {
    /** Beyond the end of the old certificate, the key of the new one is kept at least as long, so that it can be deployed. */
    private static final Duration KEPT_BEYOND = Duration.ofDays(30);

    private final Database database;
    private final TemplateRepository templates;
    private final MakeKeys makeKeys;
    private final IssueCertificate issueCertificate;
    private final KeepEnrollment keepEnrollment;
    private final EnrollmentRepository enrollments;
    private final MetadataRepository metadata;
    private final FindCertificates certificates;
    private final Chains chains;

    RenewWithNewKey(
            Database database,
            TemplateRepository templates,
            MakeKeys makeKeys,
            IssueCertificate issueCertificate,
            KeepEnrollment keepEnrollment,
            EnrollmentRepository enrollments,
            MetadataRepository metadata,
            FindCertificates certificates,
            Chains chains) {
        this.database = database;
        this.templates = templates;
        this.makeKeys = makeKeys;
        this.issueCertificate = issueCertificate;
        this.keepEnrollment = keepEnrollment;
        this.enrollments = enrollments;
        this.metadata = metadata;
        this.certificates = certificates;
        this.chains = chains;
    }

    /**
     * The certificate that shall have a successor.
     *
     * @param template null for none
     * @param authority null for the one meant for requests that name none
     * @param metadata names of the fields that the new one takes over; null for all
     */
    @SuppressWarnings("ArrayRecordComponent") // passed on and never compared
    public record Order(
            int certificateId,
            byte[] der,
            @Nullable String template,
            @Nullable String authority,
            @Nullable List<String> metadata) {}

    /** @param key PKCS#8 as base64 */
    @SuppressWarnings("ArrayRecordComponent") // passed on and never compared
    public record Prepared(SecretValue key, byte[] csr) {}

    /**
     * Makes a key like that of the old certificate, or else the usual one, and a signing request. May take seconds; not in a
     * transaction.
     *
     * @throws CommandException MALFORMED for what the template does not allow; UNAVAILABLE when too many keys are being made
     */
    public Prepared prepare(Order order) {
        Terms terms = database.read(tx -> terms(tx, order));
        X509CertificateHolder old = NamesOfCertificate.parsed(order.der());
        SubjectText subject = SubjectText.of(old.getSubject());
        SubjectNames names = JudgeEnrollment.names(
                terms, subject, NamesOfCertificate.read(order.der()).alternatives());
        KeySpec key = KeySpec.of(old.getSubjectPublicKeyInfo())
                .filter(spec -> terms.policy().keyInfo().allows(spec))
                .orElseGet(terms::usualKey);
        MadeKey made = makeKeys.run(key);
        return new Prepared(made.secret(), made.request(subject, names.alternatives()));
    }

    /**
     * Asks the authority. May take minutes; not in a transaction.
     *
     * @return the id of the certificate
     * @throws CommandException when it is not issued
     */
    public int issue(String actor, Order order, byte[] csr) {
        Terms terms = database.read(tx -> terms(tx, order));
        return issueCertificate
                .run(new IssueRequest(
                        actor,
                        order.authority(),
                        terms.templateName(),
                        csr,
                        SubjectNames.OF_REQUEST,
                        terms.template() == null ? profile(order.der()) : terms.profile()))
                .certificateId();
    }

    /** Writes what was issued, with its key and its metadata. */
    public void keep(Handle tx, String actor, Order order, int issuedId, SecretValue key, byte[] csr) {
        byte[] der = certificates
                .find(tx, issuedId)
                .orElseThrow(
                        () -> new IllegalStateException("Certificate " + issuedId + " was issued and is not known"))
                .der();
        List<byte[]> chain = chains.of(tx, der);
        keepEnrollment.run(
                tx,
                actor,
                new NewEnrollment(
                        terms(tx, order),
                        order.authority(),
                        EnrollmentKind.PFX,
                        digest(csr),
                        new Issued(issuedId, der, chain.subList(1, chain.size()), 0),
                        Map.of(),
                        leftOut(tx, order),
                        key,
                        order.certificateId()));
        enrollments.keepKeyAtLeast(
                tx,
                issuedId,
                NamesOfCertificate.parsed(order.der()).getNotAfter().toInstant().plus(KEPT_BEYOND));
    }

    private Terms terms(Handle tx, Order order) {
        String name = order.template();
        Template template = name == null
                ? null
                : templates
                        .find(tx, name)
                        .orElseThrow(() -> new CommandException(
                                ErrorKind.MALFORMED, "The template " + name + " does not exist any more."));
        return new Terms(template, templates.settings(tx));
    }

    /** Fields that the new certificate is not to take over, without a value. */
    private Map<String, String> leftOut(Handle tx, Order order) {
        Map<String, String> without = new HashMap<>();
        List<String> taken = order.metadata();
        if (taken != null) {
            metadata
                    .values(tx, List.of(order.certificateId()))
                    .getOrDefault(order.certificateId(), Map.of())
                    .keySet()
                    .stream()
                    .filter(name -> taken.stream().noneMatch(name::equalsIgnoreCase))
                    .forEach(name -> without.put(name, ""));
        }
        return without;
    }

    private static byte[] digest(byte[] csr) {
        try {
            return SentCsr.digest(new PKCS10CertificationRequest(csr).getSubjectPublicKeyInfo());
        } catch (IOException e) {
            throw new IllegalStateException("A signing request that was made here can be read", e);
        }
    }

    /** Where no template says it: as the old certificate, and as long. */
    private static Profile profile(byte[] der) {
        X509CertificateHolder old = NamesOfCertificate.parsed(der);
        Instant from = old.getNotBefore().toInstant();
        int days = (int) Math.max(
                1,
                Duration.between(from, old.getNotAfter().toInstant())
                        .plusHours(1)
                        .toDays());
        ExtendedKeyUsage usage =
                old.getExtensions() == null ? null : ExtendedKeyUsage.fromExtensions(old.getExtensions());
        List<String> purposes = new ArrayList<>();
        if (usage != null) {
            Arrays.stream(usage.getUsages()).map(KeyPurposeId::getId).forEach(purposes::add);
        }
        return new Profile(
                days, Profile.SERVER.keyUsages(), purposes.isEmpty() ? Profile.SERVER.extendedKeyUsages() : purposes);
    }
}
