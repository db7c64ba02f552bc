package io.quartermaster.server.enrollment;

import io.quartermaster.server.ca.Template;
import io.quartermaster.server.ca.TemplateRepository;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Finds the template that a request names, and asks whether the caller may use it so. Safe for many threads. */
@Singleton
class ChooseTerms {
    private final TemplateRepository templates;

    ChooseTerms(TemplateRepository templates) {
        this.templates = templates;
    }

    /**
     * @param name of a template; wins over the id
     * @param id what newer clients send: enrolment patterns are templates here
     * @param type a flag of {@link io.quartermaster.server.ca.TemplateDefinition}
     * @throws CommandException MALFORMED for one that is unknown or not for this; NO_PERMISSION for one for others
     */
    Terms run(Handle tx, Caller caller, @Nullable String name, @Nullable Integer id, int type) {
        Template template = find(tx, name, id);
        if (template != null) {
            if (!template.isFor(caller)) {
                throw new CommandException(
                        ErrorKind.NO_PERMISSION,
                        "The template " + template.commonName() + " is not for " + caller.name()
                                + ": neither this name nor one of its roles is among the template's requesters.");
            }
            if (!template.allows(type)) {
                throw malformed("The template " + template.commonName()
                        + " is not for this kind of enrolment; AllowedEnrollmentTypes of the template says for which.");
            }
        }
        return new Terms(template, templates.settings(tx));
    }

    private @Nullable Template find(Handle tx, @Nullable String name, @Nullable Integer id) {
        if (name != null && !name.isBlank()) {
            return templates
                    .find(tx, name.strip())
                    .orElseThrow(() -> malformed(
                            "Template '" + name.strip() + "' does not exist. GET /Templates lists those there are."));
        }
        if (id != null && id != 0) {
            return templates
                    .find(tx, id)
                    .orElseThrow(() -> malformed("EnrollmentPatternId " + id + " does not exist."));
        }
        return null;
    }

    private static CommandException malformed(String message) {
        return new CommandException(ErrorKind.MALFORMED, message);
    }
}
