package io.quartermaster.server.ca;

import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A template in lists.
 *
 * @param keySize of the first kind of key that is allowed, as a text
 * @param forestRoot as {@code configurationTenant}
 * @param keyRetention by name, which clients compare with {@code None}
 * @param keyArchival always false: keys are kept by {@code keyRetention}
 * @param requiresApproval always false
 * @param keyTypes every kind of key that is allowed, with commas between
 * @param validityDays ours: how long certificates are good for
 */
@Schema(name = "TemplateListedResponse")
public record TemplateListedResponse(
        int id,
        String commonName,
        String templateName,
        String oid,
        String keySize,
        String keyType,
        String forestRoot,
        String configurationTenant,
        @Nullable String friendlyName,

        @Schema(description = "None, Indefinite, AfterExpiration or FromIssuance")
        String keyRetention,

        @Nullable Integer keyRetentionDays,
        boolean keyArchival,
        List<TemplateEnrollmentFieldWire> enrollmentFields,

        @Schema(description = "The sum of 1 (PFX), 2 (CSR) and 4 (CSR generation)")
        int allowedEnrollmentTypes,

        List<TemplateRegexWire> templateRegexes,
        boolean useAllowedRequesters,
        List<String> allowedRequesters,
        String displayName,
        boolean requiresApproval,
        int keyUsage,
        List<TemplateUsageWire> extendedKeyUsages,
        boolean allowOneClickRenewals,
        String keyTypes,
        int validityDays) {

    static TemplateListedResponse of(Template template, TemplateSettings settings) {
        TemplateDefinition is = template.definition();
        List<KeySpec> keys = settings.policyOf(is).keyInfo().usual();
        return new TemplateListedResponse(
                template.id(),
                template.commonName(),
                is.templateName(),
                is.oid(),
                String.valueOf(keys.getFirst().bits()),
                keys.getFirst().algorithm().title(),
                TemplateRepository.CONFIGURATION_TENANT,
                TemplateRepository.CONFIGURATION_TENANT,
                is.friendlyName(),
                is.keyRetention().title(),
                is.keyRetentionDays(),
                false,
                is.enrollmentFields().stream()
                        .map(TemplateEnrollmentFieldWire::of)
                        .toList(),
                is.allowedEnrollmentTypes(),
                is.regexes().stream()
                        .map(regex -> TemplateRegexWire.of(regex, template.id()))
                        .toList(),
                is.useAllowedRequesters(),
                is.allowedRequesters(),
                template.displayName(),
                false,
                is.keyUsage(),
                TemplateUsageWire.of(is.extendedKeyUsages()),
                is.allowOneClickRenewals(),
                keys.stream().map(KeySpec::title).collect(Collectors.joining(", ")),
                is.validityDays());
    }
}
