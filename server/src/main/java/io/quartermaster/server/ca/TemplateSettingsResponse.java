package io.quartermaster.server.ca;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What holds for all templates that do not say otherwise. */
@Schema(name = "TemplateSettingsResponse")
public record TemplateSettingsResponse(
        List<TemplateRegexWire> templateRegexes,
        List<TemplateDefaultWire> templateDefaults,
        TemplatePolicyWire templatePolicy) {

    static TemplateSettingsResponse of(TemplateSettings settings) {
        return new TemplateSettingsResponse(
                settings.regexes().stream()
                        .map(regex -> TemplateRegexWire.of(regex, null))
                        .toList(),
                settings.defaults().stream().map(TemplateDefaultWire::of).toList(),
                TemplatePolicyWire.of(settings.policy(), null));
    }
}
