package io.quartermaster.server.enrollment;

import static io.quartermaster.server.security.Permission.CERTIFICATES_COLLECTIONS_READ;
import static io.quartermaster.server.security.Permission.CERTIFICATES_ENROLLMENT_PFX;

import io.quartermaster.server.ca.AlternativeName;
import io.quartermaster.server.ca.KeySpec;
import io.quartermaster.server.ca.TemplateDefinition;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.schedule.Schedule;
import io.quartermaster.server.secret.SecretValue;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Makes a key, has it certified, and gives both to the requester, or has them deployed. Safe for many threads. */
@Singleton
public class EnrollPfx {
    private final Database database;
    private final ChooseTerms chooseTerms;
    private final FindOriginal findOriginal;
    private final EnrollmentMetadata metadata;
    private final IssueWithNewKey issueWithNewKey;
    private final DeployPfx deployPfx;
    private final ReplacePfx replacePfx;
    private final RandomGenerator random;

    EnrollPfx(
            Database database,
            ChooseTerms chooseTerms,
            FindOriginal findOriginal,
            EnrollmentMetadata metadata,
            IssueWithNewKey issueWithNewKey,
            DeployPfx deployPfx,
            ReplacePfx replacePfx,
            RandomGenerator random) {
        this.database = database;
        this.chooseTerms = chooseTerms;
        this.findOriginal = findOriginal;
        this.metadata = metadata;
        this.issueWithNewKey = issueWithNewKey;
        this.deployPfx = deployPfx;
        this.replacePfx = replacePfx;
        this.random = random;
    }

    /**
     * The permission for the stores is asked before anything is issued; a store that cannot be given the certificate for
     * another reason is told of in the answer, as the certificate is there then.
     *
     * @throws CommandException MALFORMED with the rule that stands against it; NO_PERMISSION; UNAVAILABLE when the
     *     authority cannot be reached, or too many keys are being made
     */
    EnrolledPfx run(Caller caller, PfxOrder order) {
        caller.require(CERTIFICATES_ENROLLMENT_PFX);
        if (order.renewedFrom() != null) {
            caller.require(CERTIFICATES_COLLECTIONS_READ);
        }
        deployPfx.requireStores(caller, order.stores());
        IssueWithNewKey.Order judged = database.read(tx -> judged(tx, caller, order));
        EnrolledKey made = issueWithNewKey.run(caller.name(), judged);
        SecretValue password = order.password() == null ? PfxPassword.make(random) : order.password();
        byte[] file = KeyFiles.write(
                order.format(),
                made,
                order.wholeChain(),
                order.rootFirst(),
                order.friendlyName() == null ? made.enrolled().fileName() : order.friendlyName(),
                password,
                order.protection());
        return new EnrolledPfx(made, file, order.password() == null ? password : null, deployed(caller, order, made));
    }

    private IssueWithNewKey.Order judged(Handle tx, Caller caller, PfxOrder order) {
        SentTerms sent = order.terms();
        @Nullable Original original = order.renewedFrom() == null ? null : findOriginal.run(tx, order.renewedFrom());
        boolean ownTemplate = sent.template() != null || sent.templateId() != null;
        @Nullable Integer templateId = ownTemplate || original == null ? sent.templateId() : original.templateId();
        Terms terms = chooseTerms.run(tx, caller, sent.template(), templateId, TemplateDefinition.PFX);
        if (original == null) {
            metadata.judge(tx, terms, sent.metadata());
        }
        List<AlternativeName> alternatives =
                sent.alternatives().isEmpty() && original != null ? original.alternatives() : sent.alternatives();
        return new IssueWithNewKey.Order(
                terms,
                sent.authority() == null && original != null ? original.authority() : sent.authority(),
                subject(order, original).with(terms.defaults()),
                alternatives,
                key(terms, order.key(), original),
                JudgeEnrollment.fields(terms, sent.fields()),
                sent.metadata(),
                order.renewedFrom());
    }

    private static SubjectText subject(PfxOrder order, @Nullable Original original) {
        if (order.subject() != null) {
            return order.subject();
        }
        if (original == null) {
            throw new CommandException(
                    ErrorKind.MALFORMED,
                    "Subject is required, such as CN=app.example.test, unless RenewalCertificateId says whose names to"
                            + " take.");
        }
        return original.subject();
    }

    /** That which was asked for, else that of the certificate to be renewed where it is still allowed, else the usual one. */
    private static KeySpec key(Terms terms, @Nullable KeySpec asked, @Nullable Original original) {
        if (asked != null) {
            return asked;
        }
        return original == null ? terms.usualKey() : original.keyUnder(terms);
    }

    private @Nullable Deployment deployed(Caller caller, PfxOrder order, EnrolledKey made) {
        int id = made.enrolled().certificateId();
        if (order.replaces() && order.renewedFrom() != null) {
            return replacePfx.replace(caller, order.renewedFrom(), id, new Schedule.Immediate());
        }
        return order.stores().isEmpty() ? null : deployPfx.deploy(caller, id, order.stores(), new Schedule.Immediate());
    }
}
