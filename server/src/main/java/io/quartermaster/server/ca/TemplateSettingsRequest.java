package io.quartermaster.server.ca;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of {@code PUT /Templates/Settings}: all of it, as it replaces all of it. */
@Schema(name = "TemplateSettingsRequest")
public record TemplateSettingsRequest(
        @Nullable List<TemplateRegexWire> templateRegexes,
        @Nullable List<TemplateDefaultWire> templateDefaults,
        @Nullable TemplatePolicyWire templatePolicy) {

    /** @throws CommandException MALFORMED for something that is missing or cannot be */
    TemplateSettings toSettings() {
        if (templateRegexes == null || templateDefaults == null || templatePolicy == null) {
            throw malformed(
                    "TemplateRegexes, TemplateDefaults and TemplatePolicy are all required: they replace the settings.");
        }
        TemplatePolicy policy = templatePolicy.read();
        if (policy.allowKeyReuse() == null
                || policy.allowWildcards() == null
                || policy.rfcEnforcement() == null
                || policy.keyInfo() == null) {
            throw malformed(
                    "TemplatePolicy needs AllowKeyReuse, AllowWildcards, RFCEnforcement and KeyInfo here: there is"
                            + " nothing that they could be taken from.");
        }
        return new TemplateSettings(
                TemplateRegexWire.read(templateRegexes), TemplateDefaultWire.read(templateDefaults), policy);
    }

    private static CommandException malformed(String message) {
        return new CommandException(ErrorKind.MALFORMED, message);
    }
}
