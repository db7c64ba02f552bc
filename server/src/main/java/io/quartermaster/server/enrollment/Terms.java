package io.quartermaster.server.enrollment;

import io.quartermaster.server.ca.KeySpec;
import io.quartermaster.server.ca.Profile;
import io.quartermaster.server.ca.Template;
import io.quartermaster.server.ca.TemplateDefault;
import io.quartermaster.server.ca.TemplatePolicy;
import io.quartermaster.server.ca.TemplateRegex;
import io.quartermaster.server.ca.TemplateSettings;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * By what a certificate is enrolled.
 *
 * @param template null for enrolment without one: then what holds for all templates holds, and no key is kept
 */
record Terms(@Nullable Template template, TemplateSettings settings) {
    TemplatePolicy.Effective policy() {
        return template == null ? settings.policy().over(settings.policy()) : settings.policyOf(template.definition());
    }

    List<TemplateRegex> regexes() {
        return template == null ? settings.regexes() : settings.regexesOf(template.definition());
    }

    List<TemplateDefault> defaults() {
        return template == null ? settings.defaults() : settings.defaultsOf(template.definition());
    }

    Profile profile() {
        return template == null ? Profile.SERVER : template.profile();
    }

    @Nullable
    String templateName() {
        return template == null ? null : template.commonName();
    }

    @Nullable
    Integer templateId() {
        return template == null ? null : template.id();
    }

    boolean keepsKeys() {
        return template != null && template.keepsKeys();
    }

    /** Until when a key that the server made is kept; empty for ever. Without retention, until it may be deployed no more. */
    Optional<Instant> keepsKeyUntil(Instant issued, Instant notAfter) {
        return template == null || !template.keepsKeys()
                ? Optional.of(issued.plus(DeployPfx.WITHIN))
                : template.keepsKeyUntil(issued, notAfter);
    }

    /** The key that is made where nobody says which: the usual one, or else the first one that is allowed. */
    KeySpec usualKey() {
        return policy().keyInfo().allows(KeySpec.DEFAULT)
                ? KeySpec.DEFAULT
                : policy().keyInfo().usual().getFirst();
    }

    /** For sentences. */
    String title() {
        return template == null ? "Enrolment without a template" : "The template " + template.commonName();
    }
}
