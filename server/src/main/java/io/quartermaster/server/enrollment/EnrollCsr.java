package io.quartermaster.server.enrollment;

import static io.quartermaster.server.security.Permission.CERTIFICATES_ENROLLMENT_CSR;

import io.quartermaster.server.ca.AlternativeName;
import io.quartermaster.server.ca.IssueCertificate;
import io.quartermaster.server.ca.IssueRequest;
import io.quartermaster.server.ca.Issued;
import io.quartermaster.server.ca.SubjectNames;
import io.quartermaster.server.ca.TemplateDefinition;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.secret.SecretValue;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Has a signing request certified. Safe for many threads. */
@Singleton
public class EnrollCsr {
    private final Database database;
    private final ChooseTerms chooseTerms;
    private final EnrollmentRepository enrollments;
    private final EnrollmentMetadata metadata;
    private final PendingCsrRepository pending;
    private final IssueCertificate issueCertificate;
    private final KeepEnrollment keepEnrollment;

    EnrollCsr(
            Database database,
            ChooseTerms chooseTerms,
            EnrollmentRepository enrollments,
            EnrollmentMetadata metadata,
            PendingCsrRepository pending,
            IssueCertificate issueCertificate,
            KeepEnrollment keepEnrollment) {
        this.database = database;
        this.chooseTerms = chooseTerms;
        this.enrollments = enrollments;
        this.metadata = metadata;
        this.pending = pending;
        this.issueCertificate = issueCertificate;
        this.keepEnrollment = keepEnrollment;
    }

    /** What was found to be in order. */
    private record Judged(Terms terms, SubjectNames names, Map<String, String> fields) {}

    /**
     * Judges, has it issued, keeps it. Where the key of the request waits here, it is kept with the certificate.
     *
     * @throws CommandException MALFORMED with the rule that stands against it; NO_PERMISSION for a template for others;
     *     UNAVAILABLE when the authority cannot be reached
     */
    Enrolled run(Caller caller, CsrOrder order) {
        caller.require(CERTIFICATES_ENROLLMENT_CSR);
        SentCsr csr = order.csr();
        Judged judged = database.read(tx -> {
            Terms terms = chooseTerms.run(
                    tx, caller, order.terms().template(), order.terms().templateId(), TemplateDefinition.CSR);
            JudgeEnrollment.key(terms, csr.key());
            if (!terms.policy().allowKeyReuse() && enrollments.isKnown(tx, csr.keyDigest())) {
                throw new CommandException(
                        ErrorKind.MALFORMED,
                        terms.title() + " certifies no key twice (AllowKeyReuse), and the key of this CSR has a"
                                + " certificate already. Make a new key.");
            }
            metadata.judge(tx, terms, order.terms().metadata());
            return new Judged(
                    terms,
                    names(terms, csr, order.terms()),
                    JudgeEnrollment.fields(terms, order.terms().fields()));
        });
        Issued issued = issueCertificate.run(new IssueRequest(
                caller.name(),
                order.terms().authority(),
                judged.terms().templateName(),
                csr.der(),
                judged.names(),
                judged.terms().profile()));
        return database.inTransaction(tx -> {
            Optional<SecretValue> waiting = pending.take(tx, csr.keyDigest());
            return keepEnrollment.run(
                    tx,
                    caller.name(),
                    new NewEnrollment(
                            judged.terms(),
                            order.terms().authority(),
                            EnrollmentKind.CSR,
                            csr.keyDigest(),
                            issued,
                            judged.fields(),
                            order.terms().metadata(),
                            order.key() == null ? waiting.orElse(null) : order.key(),
                            null));
        });
    }

    /** Names of the request take the place of those of the signing request. */
    private static SubjectNames names(Terms terms, SentCsr csr, SentTerms sent) {
        List<AlternativeName> alternatives = sent.alternatives().isEmpty() ? csr.alternatives() : sent.alternatives();
        SubjectNames names = JudgeEnrollment.names(terms, csr.subject(), alternatives);
        // The authority reads the signing request itself, and refuses kinds of names that it does not know.
        boolean asInTheCsr = names.alternatives().equals(csr.alternatives());
        return new SubjectNames(null, asInTheCsr ? List.of() : names.alternatives());
    }
}
