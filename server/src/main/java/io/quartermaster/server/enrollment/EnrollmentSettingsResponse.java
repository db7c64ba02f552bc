package io.quartermaster.server.enrollment;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quartermaster.server.ca.TemplateDefaultWire;
import io.quartermaster.server.ca.TemplateKeyInfo;
import io.quartermaster.server.ca.TemplatePolicy;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The rules that are in force for enrolment by a template: its own, and where it has none those of all. */
@Schema(name = "EnrollmentSettingsResponse")
public record EnrollmentSettingsResponse(
        List<Regex> templateRegexes, List<TemplateDefaultWire> templateDefaults, Policy templatePolicy) {

    @Schema(name = "EnrollmentSettingsRegex")
    public record Regex(
            String subjectPart, String regex, @Nullable String error) {}

    @Schema(name = "EnrollmentSettingsPolicy")
    public record Policy(
            boolean allowKeyReuse,
            boolean allowWildcards,
            @JsonProperty("RFCEnforcement") boolean rfcEnforcement,
            TemplateKeyInfo keyInfo) {}

    static EnrollmentSettingsResponse of(Terms terms) {
        TemplatePolicy.Effective policy = terms.policy();
        return new EnrollmentSettingsResponse(
                terms.regexes().stream()
                        .map(regex -> new Regex(regex.subjectPart(), regex.regex(), regex.error()))
                        .toList(),
                terms.defaults().stream().map(TemplateDefaultWire::of).toList(),
                new Policy(policy.allowKeyReuse(), policy.allowWildcards(), policy.rfcEnforcement(), policy.keyInfo()));
    }
}
