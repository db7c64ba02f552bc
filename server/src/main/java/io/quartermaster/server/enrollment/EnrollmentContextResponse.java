package io.quartermaster.server.enrollment;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quartermaster.server.ca.KeySpec;
import io.quartermaster.server.ca.Template;
import io.quartermaster.server.ca.TemplateEnrollmentFieldWire;
import io.quartermaster.server.ca.TemplateKeyInfo;
import io.quartermaster.server.ca.TemplatePolicy;
import io.quartermaster.server.ca.TemplateRegex;
import io.quartermaster.server.ca.TemplateUsageWire;
import io.quartermaster.server.cert.MetadataField;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * By what the caller can enroll.
 *
 * @param standaloneCAs authorities that a request can name without a template
 */
@Schema(name = "EnrollmentContextResponse")
public record EnrollmentContextResponse(
        List<ContextTemplate> templates,
        @JsonProperty("StandaloneCAs") List<Authority> standaloneCAs) {

    @Schema(name = "EnrollmentContextCA")
    public record Authority(
            String name, @JsonProperty("RFCEnforcement") boolean rfcEnforcement, boolean subscriberTerms) {}

    @Schema(name = "EnrollmentContextPolicy")
    public record Policy(
            TemplateKeyInfo keyInfo,
            boolean allowKeyReuse,
            boolean allowWildcards,
            @JsonProperty("RFCEnforcement") boolean rfcEnforcement) {}

    @Schema(name = "EnrollmentContextRegex")
    public record Regex(
            int templateId,
            String subjectPart,
            String regex,
            @Nullable String error) {}

    @Schema(name = "EnrollmentContextMetadataField")
    public record Metadata(
            int id,
            @Nullable String defaultValue,
            int metadataId,
            String name,
            @Nullable String hint,
            @Nullable String validation,
            int enrollment,
            @Nullable String message) {}

    /** A template with the rules that are in force. */
    @Schema(name = "EnrollmentContextTemplate")
    public record ContextTemplate(
            int id,
            String name,
            String displayName,
            String forest,
            boolean requiresApproval,
            @JsonProperty("RFCEnforcement") boolean rfcEnforcement,
            @JsonProperty("CAs") List<Authority> authorities,
            List<TemplateEnrollmentFieldWire> enrollmentFields,
            List<Metadata> metadataFields,
            List<Regex> regexes,
            List<TemplateUsageWire> extendedKeyUsages,
            Policy enrollmentTemplatePolicy,
            String keySize,
            String keyType,
            @Nullable String curve) {}

    private static final String FOREST = "Quartermaster";

    static EnrollmentContextResponse of(EnrollmentContext context) {
        List<Authority> authorities = context.authorities().stream()
                .map(name -> new Authority(
                        name, Boolean.TRUE.equals(context.settings().policy().rfcEnforcement()), false))
                .toList();
        return new EnrollmentContextResponse(
                context.templates().stream()
                        .map(template -> template(context, template, authorities))
                        .toList(),
                authorities);
    }

    private static ContextTemplate template(EnrollmentContext context, Template template, List<Authority> authorities) {
        Terms terms = new Terms(template, context.settings());
        TemplatePolicy.Effective policy = terms.policy();
        KeySpec key = terms.usualKey();
        return new ContextTemplate(
                template.id(),
                template.commonName(),
                template.displayName(),
                FOREST,
                false,
                policy.rfcEnforcement(),
                authorities.stream()
                        .map(authority -> new Authority(authority.name(), policy.rfcEnforcement(), false))
                        .toList(),
                template.definition().enrollmentFields().stream()
                        .map(TemplateEnrollmentFieldWire::of)
                        .toList(),
                context.metadata().stream()
                        .map(field -> metadata(field, template))
                        .toList(),
                terms.regexes().stream()
                        .map(regex -> regex(regex, template.id()))
                        .toList(),
                TemplateUsageWire.of(template.definition().extendedKeyUsages()),
                new Policy(policy.keyInfo(), policy.allowKeyReuse(), policy.allowWildcards(), policy.rfcEnforcement()),
                String.valueOf(key.bits()),
                key.algorithm().title(),
                key.algorithm() == KeySpec.Algorithm.ECC ? key.curveOid().orElse(null) : null);
    }

    private static Regex regex(TemplateRegex regex, int templateId) {
        return new Regex(templateId, regex.subjectPart(), regex.regex(), regex.error());
    }

    /** As the template has it, and where it says nothing as the field itself. */
    private static Metadata metadata(MetadataField field, Template template) {
        return template.definition().metadataFields().stream()
                .filter(own -> own.metadataId() == field.id())
                .findFirst()
                .map(own -> new Metadata(
                        own.id(),
                        own.defaultValue(),
                        field.id(),
                        field.name(),
                        field.hint(),
                        own.validation(),
                        own.enrollment(),
                        own.message()))
                .orElseGet(() -> new Metadata(
                        0,
                        field.defaultValue(),
                        field.id(),
                        field.name(),
                        field.hint(),
                        field.validation(),
                        field.enrollment(),
                        field.message()));
    }
}
