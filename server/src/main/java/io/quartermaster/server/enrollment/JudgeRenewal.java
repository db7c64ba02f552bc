package io.quartermaster.server.enrollment;

import static io.quartermaster.server.security.Permission.CERTIFICATES_COLLECTIONS_READ;
import static io.quartermaster.server.security.Permission.CERTIFICATES_ENROLLMENT_PFX;

import io.quartermaster.server.ca.Template;
import io.quartermaster.server.ca.TemplateDefinition;
import io.quartermaster.server.ca.TemplateRepository;
import io.quartermaster.server.cert.CertificateReach;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Tells how a certificate can be renewed by the caller. Safe for many threads. */
@Singleton
public class JudgeRenewal {
    private final Database database;
    private final CertificateReach reach;
    private final FindOriginal findOriginal;
    private final TemplateRepository templates;

    JudgeRenewal(Database database, CertificateReach reach, FindOriginal findOriginal, TemplateRepository templates) {
        this.database = database;
        this.reach = reach;
        this.findOriginal = findOriginal;
        this.templates = templates;
    }

    /** @throws CommandException NOT_FOUND for a certificate that does not exist or is not in the collection */
    AvailableRenewal run(Caller caller, int certificateId, @Nullable Integer collectionId) {
        caller.require(CERTIFICATES_ENROLLMENT_PFX);
        return database.read(tx -> {
            reach.requireOne(tx, caller, collectionId, certificateId, CERTIFICATES_COLLECTIONS_READ);
            return judge(tx, caller, certificateId);
        });
    }

    /** @throws CommandException NOT_FOUND also for an unknown thumbprint */
    AvailableRenewal run(Caller caller, String thumbprint, @Nullable Integer collectionId) {
        caller.require(CERTIFICATES_ENROLLMENT_PFX);
        return database.read(tx -> {
            int id;
            try {
                id = findOriginal.withThumbprint(tx, thumbprint);
            } catch (CommandException e) {
                throw new CommandException(ErrorKind.NOT_FOUND, e.getMessage());
            }
            reach.requireOne(tx, caller, collectionId, id, CERTIFICATES_COLLECTIONS_READ);
            return judge(tx, caller, id);
        });
    }

    private AvailableRenewal judge(Handle tx, Caller caller, int certificateId) {
        Original original = findOriginal.run(tx, certificateId);
        if (original.subject().isEmpty() && original.alternatives().isEmpty()) {
            return new AvailableRenewal(
                    AvailableRenewal.NONE, "The certificate has no name that could be certified again.");
        }
        @Nullable
        Template template = original.templateId() == null
                ? null
                : templates.find(tx, original.templateId()).orElse(null);
        if (template == null) {
            return new AvailableRenewal(
                    AvailableRenewal.SEEDED, "The certificate was enrolled by no template of this server.");
        }
        if (!template.allows(TemplateDefinition.PFX) || !template.isFor(caller)) {
            return new AvailableRenewal(
                    AvailableRenewal.NONE,
                    "The template " + template.commonName() + " does not let you have keys made (PFX).");
        }
        if (!template.definition().allowOneClickRenewals()) {
            return new AvailableRenewal(
                    AvailableRenewal.SEEDED,
                    "The template " + template.commonName() + " does not allow renewals by one click.");
        }
        return new AvailableRenewal(AvailableRenewal.ONE_CLICK, "");
    }
}
