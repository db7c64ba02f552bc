package io.quartermaster.server.enrollment;

import static io.quartermaster.server.security.Permission.CERTIFICATES_COLLECTIONS_READ;
import static io.quartermaster.server.security.Permission.CERTIFICATES_ENROLLMENT_PFX;

import io.quartermaster.server.ca.TemplateDefinition;
import io.quartermaster.server.cert.CertificateReach;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.random.RandomGenerator;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Issues a certificate in the place of another, for a person or a program. Safe for many threads. */
@Singleton
public class RenewCertificate {
    private final Database database;
    private final CertificateReach reach;
    private final FindOriginal findOriginal;
    private final ChooseTerms chooseTerms;
    private final IssueAnew issueAnew;
    private final RandomGenerator random;

    RenewCertificate(
            Database database,
            CertificateReach reach,
            FindOriginal findOriginal,
            ChooseTerms chooseTerms,
            IssueAnew issueAnew,
            RandomGenerator random) {
        this.database = database;
        this.reach = reach;
        this.findOriginal = findOriginal;
        this.chooseTerms = chooseTerms;
        this.issueAnew = issueAnew;
        this.random = random;
    }

    /**
     * The new certificate lies in no store yet: that is for {@link ReplacePfx}.
     *
     * @throws CommandException UNKNOWN_ID; MALFORMED with what stands against it; NO_PERMISSION; UNAVAILABLE
     */
    Renewed run(Caller caller, RenewalOrder order) {
        caller.require(CERTIFICATES_ENROLLMENT_PFX);
        IssueWithNewKey.Order judged = database.read(tx -> judged(tx, caller, order));
        return new Renewed(issueAnew.run(caller.name(), judged), PfxPassword.make(random));
    }

    private IssueWithNewKey.Order judged(Handle tx, Caller caller, RenewalOrder order) {
        int id = order.certificateId() == null
                ? findOriginal.withThumbprint(tx, String.valueOf(order.thumbprint()))
                : order.certificateId();
        reach.requireOne(tx, caller, order.collectionId(), id, CERTIFICATES_COLLECTIONS_READ);
        Original original = findOriginal.run(tx, id);
        @Nullable String template = order.template();
        Terms terms = chooseTerms.run(
                tx, caller, template, template == null ? original.templateId() : null, TemplateDefinition.PFX);
        return issueAnew.order(tx, original, terms, order.authority());
    }
}
