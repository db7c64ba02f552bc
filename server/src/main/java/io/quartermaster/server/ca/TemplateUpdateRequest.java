package io.quartermaster.server.ca;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code PUT /Templates}. What is left out stays as it is, so that nobody loses a setting by not knowing it; an
 * empty list clears.
 *
 * @param keyArchival true is refused: keys are kept by {@code keyRetention}
 * @param requiresApproval true is refused: nobody could approve
 * @param extendedKeyUsages ours; only their object identifiers count
 * @param validityDays ours
 */
@Schema(name = "TemplateUpdateRequest")
public record TemplateUpdateRequest(
        @Nullable Integer id,
        @Nullable String friendlyName,

        @Schema(
                type = org.eclipse.microprofile.openapi.annotations.enums.SchemaType.INTEGER,
                description = "0 None, 1 Indefinite, 2 AfterExpiration, 3 FromIssuance; the names are read too")
        @Nullable
        String keyRetention,

        @Nullable Integer keyRetentionDays,
        @Nullable Boolean keyArchival,
        @Nullable List<TemplateEnrollmentFieldWire> enrollmentFields,
        @Nullable List<TemplateMetadataFieldWire> metadataFields,
        @Nullable Integer allowedEnrollmentTypes,
        @Nullable List<TemplateRegexWire> templateRegexes,
        @Nullable List<TemplateDefaultWire> templateDefaults,
        @Nullable TemplatePolicyWire templatePolicy,
        @Nullable Boolean useAllowedRequesters,
        @Nullable List<@Nullable String> allowedRequesters,
        @Nullable Boolean requiresApproval,
        @Nullable Integer keyUsage,
        @Nullable List<TemplateUsageWire> extendedKeyUsages,
        @Nullable Boolean allowOneClickRenewals,
        @Nullable Integer validityDays) {
    private static final int NAME_LENGTH_MAX = 200;
    private static final int KEY_RETENTION_DAYS_MAX = 36_500;
    private static final Pattern OID = Pattern.compile("[0-2](\\.(0|[1-9]\\d{0,17})){1,30}");

    int toId() {
        if (id == null) {
            throw malformed("Id is required: the number of a template.");
        }
        return id;
    }

    /**
     * The template as it is to be.
     *
     * @throws CommandException MALFORMED, naming the field
     */
    TemplateDefinition changed(TemplateDefinition is) {
        refuseWhatThereIsNot();
        TemplateKeyRetention retention = retention(is);
        return new TemplateDefinition(
                is.templateName(),
                is.oid(),
                friendlyName == null ? is.friendlyName() : name("FriendlyName", friendlyName),
                retention,
                retention.hasDays() ? days(is) : null,
                allowedEnrollmentTypes == null
                        ? is.allowedEnrollmentTypes()
                        : within(
                                "AllowedEnrollmentTypes",
                                allowedEnrollmentTypes,
                                0,
                                TemplateDefinition.ALL_ENROLLMENT_TYPES),
                useAllowedRequesters == null ? is.useAllowedRequesters() : useAllowedRequesters,
                allowedRequesters == null ? is.allowedRequesters() : requesters(allowedRequesters),
                allowOneClickRenewals == null ? is.allowOneClickRenewals() : allowOneClickRenewals,
                keyUsage == null ? is.keyUsage() : usage(keyUsage),
                extendedKeyUsages == null ? is.extendedKeyUsages() : usages(extendedKeyUsages),
                validityDays == null
                        ? is.validityDays()
                        : within("ValidityDays", validityDays, 1, TemplateDefinition.VALIDITY_DAYS_MAX),
                enrollmentFields == null ? is.enrollmentFields() : TemplateEnrollmentFieldWire.read(enrollmentFields),
                metadataFields == null ? is.metadataFields() : TemplateMetadataFieldWire.read(metadataFields),
                templateRegexes == null ? is.regexes() : TemplateRegexWire.read(templateRegexes),
                templateDefaults == null ? is.defaults() : TemplateDefaultWire.read(templateDefaults),
                templatePolicy == null ? is.policy() : templatePolicy.read());
    }

    private void refuseWhatThereIsNot() {
        if (Boolean.TRUE.equals(requiresApproval)) {
            throw malformed(
                    "RequiresApproval cannot be true: this server issues at once, and has nobody approve requests.");
        }
        if (Boolean.TRUE.equals(keyArchival)) {
            throw malformed("KeyArchival cannot be true: this server keeps keys by KeyRetention.");
        }
    }

    private TemplateKeyRetention retention(TemplateDefinition is) {
        return keyRetention == null
                ? is.keyRetention()
                : TemplateKeyRetention.read(keyRetention)
                        .orElseThrow(
                                () -> malformed(
                                        "KeyRetention must be None (0), Indefinite (1), AfterExpiration (2) or FromIssuance (3)."));
    }

    private int days(TemplateDefinition is) {
        Integer days = keyRetentionDays == null ? is.keyRetentionDays() : keyRetentionDays;
        if (days == null) {
            throw malformed("KeyRetentionDays is required for a KeyRetention of AfterExpiration and FromIssuance.");
        }
        return within("KeyRetentionDays", days, 1, KEY_RETENTION_DAYS_MAX);
    }

    private static List<String> requesters(List<@Nullable String> sent) {
        return TemplateLists.read("AllowedRequesters", sent, TemplateUpdateRequest::name);
    }

    private static List<String> usages(List<TemplateUsageWire> sent) {
        return TemplateLists.read("ExtendedKeyUsages", sent, (place, usage) -> {
                    String oid = usage.oid() == null ? "" : usage.oid().strip();
                    if (!OID.matcher(oid).matches()) {
                        throw malformed(place + ".Oid must be an object identifier such as 1.3.6.1.5.5.7.3.1.");
                    }
                    if (oid.equals(TemplateUsages.OCSP_SIGNING)) {
                        throw malformed(place + ".Oid " + oid + " (OCSP signing) is only for authorities.");
                    }
                    return oid;
                })
                .stream()
                .distinct()
                .toList();
    }

    private static int usage(int flags) {
        if ((flags & TemplateUsages.OF_AUTHORITIES) != 0) {
            throw malformed(
                    "KeyUsage " + flags + " includes the signing of certificates or revocation lists (4, 2), which"
                            + " only authorities have.");
        }
        if (flags == 0 || (flags & ~TemplateUsages.allKeyUsages()) != 0) {
            throw malformed("KeyUsage must be a sum of 128 (digital signature), 64 (non-repudiation), 32 (key"
                    + " encipherment), 16 (data encipherment) and 8 (key agreement), not " + flags + ".");
        }
        return flags;
    }

    private static String name(String field, String text) {
        String name = text.strip();
        if (name.length() > NAME_LENGTH_MAX || (name.isEmpty() && !field.equals("FriendlyName"))) {
            throw malformed(field + " must have 1 to " + NAME_LENGTH_MAX + " characters.");
        }
        return name;
    }

    private static int within(String field, int value, int least, int most) {
        if (value < least || value > most) {
            throw malformed(field + " must be " + least + " to " + most + ", not " + value + ".");
        }
        return value;
    }

    private static CommandException malformed(String message) {
        return new CommandException(ErrorKind.MALFORMED, message);
    }
}
