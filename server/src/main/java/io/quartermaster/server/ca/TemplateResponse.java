package io.quartermaster.server.ca;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A template with all that is known of it. */
@Schema(name = "TemplateResponse")
public record TemplateResponse(
        @JsonUnwrapped TemplateListedResponse listed,
        List<TemplateMetadataFieldWire> metadataFields,
        List<TemplateDefaultWire> templateDefaults,
        TemplatePolicyWire templatePolicy,
        KeyAlgorithms keyAlgorithms,
        @JsonProperty("RFCEnforcement") boolean rfcEnforcement,

        @Schema(description = "The object identifier of the curve that is allowed first; null for other keys") @Nullable
        String curve) {

    /** The keys that are allowed, by the template or else by the settings of all. */
    @Schema(name = "TemplateKeyAlgorithms")
    public record KeyAlgorithms(int templateId, TemplateKeyInfo keyInfo) {}

    static TemplateResponse of(TemplateInForce found) {
        Template template = found.template();
        TemplateDefinition is = template.definition();
        TemplatePolicy.Effective policy = found.settings().policyOf(is);
        KeySpec first = policy.keyInfo().usual().getFirst();
        return new TemplateResponse(
                TemplateListedResponse.of(template, found.settings()),
                is.metadataFields().stream().map(TemplateMetadataFieldWire::of).toList(),
                is.defaults().stream().map(TemplateDefaultWire::of).toList(),
                TemplatePolicyWire.of(is.policy(), template.id()),
                new KeyAlgorithms(template.id(), policy.keyInfo()),
                policy.rfcEnforcement(),
                first.algorithm() == KeySpec.Algorithm.ECC ? first.curveOid().orElse(null) : null);
    }
}
