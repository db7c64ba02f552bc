package io.quartermaster.server.enrollment;

import io.quartermaster.server.ca.TemplateRepository;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import jakarta.inject.Singleton;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Issues a certificate in the place of another: with its names and metadata, by its template and authority, and a new key of
 * the same kind, which is kept as the template says. Nobody's permission is asked. Never inside a transaction. Safe for many
 * threads.
 */
@Singleton
public class IssueAnew {
    private final Database database;
    private final FindOriginal findOriginal;
    private final TemplateRepository templates;
    private final IssueWithNewKey issueWithNewKey;

    IssueAnew(
            Database database,
            FindOriginal findOriginal,
            TemplateRepository templates,
            IssueWithNewKey issueWithNewKey) {
        this.database = database;
        this.findOriginal = findOriginal;
        this.templates = templates;
        this.issueWithNewKey = issueWithNewKey;
    }

    /**
     * @param actor as the audit names who asked, {@code Timer Service} for the server itself
     * @return the id of the new certificate
     * @throws CommandException UNKNOWN_ID; MALFORMED with what stands against it; UNAVAILABLE when it may succeed later
     */
    public int run(String actor, int certificateId) {
        IssueWithNewKey.Order order = database.read(tx -> {
            Original original = findOriginal.run(tx, certificateId);
            return order(tx, original, terms(tx, original.templateId()), null);
        });
        return issueWithNewKey.run(actor, order).enrolled().certificateId();
    }

    EnrolledKey run(String actor, IssueWithNewKey.Order order) {
        return issueWithNewKey.run(actor, order);
    }

    private Terms terms(Handle tx, @Nullable Integer templateId) {
        return new Terms(
                templateId == null ? null : templates.find(tx, templateId).orElse(null), templates.settings(tx));
    }

    /** @param authority null for that of the original */
    IssueWithNewKey.Order order(Handle tx, Original original, Terms terms, @Nullable String authority) {
        if (original.subject().isEmpty() && original.alternatives().isEmpty()) {
            throw new CommandException(
                    ErrorKind.MALFORMED,
                    "Certificate " + original.certificate().id() + " has no name that could be certified again.");
        }
        return new IssueWithNewKey.Order(
                terms,
                authority == null ? original.authority() : authority,
                original.subject(),
                original.alternatives(),
                original.keyUnder(terms),
                Map.of(),
                Map.of(),
                original.certificate().id());
    }
}
