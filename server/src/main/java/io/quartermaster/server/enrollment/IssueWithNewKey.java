package io.quartermaster.server.enrollment;

import io.quartermaster.server.ca.AlternativeName;
import io.quartermaster.server.ca.IssueCertificate;
import io.quartermaster.server.ca.IssueRequest;
import io.quartermaster.server.ca.Issued;
import io.quartermaster.server.ca.KeySpec;
import io.quartermaster.server.ca.SubjectNames;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.secret.SecretValue;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes a key, has it certified and keeps both. Whether the requester may is judged before. Never inside a transaction, as
 * an authority takes its time. Safe for many threads.
 */
@Singleton
class IssueWithNewKey {
    private final Database database;
    private final MakeKeys makeKeys;
    private final IssueCertificate issueCertificate;
    private final KeepEnrollment keepEnrollment;

    IssueWithNewKey(
            Database database, MakeKeys makeKeys, IssueCertificate issueCertificate, KeepEnrollment keepEnrollment) {
        this.database = database;
        this.makeKeys = makeKeys;
        this.issueCertificate = issueCertificate;
        this.keepEnrollment = keepEnrollment;
    }

    /** What is to be issued, judged as far as the terms go when it is run. */
    record Order(
            Terms terms,
            @Nullable String authority,
            SubjectText subject,
            List<AlternativeName> alternatives,
            KeySpec key,
            Map<String, String> fields,
            Map<String, String> metadata,
            @Nullable Integer renewedFrom) {}

    EnrolledKey run(String actor, Order order) {
        JudgeEnrollment.key(order.terms(), order.key());
        SubjectNames names = JudgeEnrollment.names(order.terms(), order.subject(), order.alternatives());
        MadeKey key = makeKeys.run(order.key());
        Issued issued = issueCertificate.run(new IssueRequest(
                actor,
                order.authority(),
                order.terms().templateName(),
                key.request(order.subject(), names.alternatives()),
                names,
                order.terms().profile()));
        SecretValue secret = key.secret();
        Enrolled enrolled = database.inTransaction(tx -> keepEnrollment.run(
                tx,
                actor,
                new NewEnrollment(
                        order.terms(),
                        order.authority(),
                        EnrollmentKind.PFX,
                        key.digest(),
                        issued,
                        order.fields(),
                        order.metadata(),
                        secret,
                        order.renewedFrom())));
        return new EnrolledKey(enrolled, secret, order.terms().keepsKeys());
    }
}
