package io.quartermaster.server.ca;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a template is like, as it is kept in the database.
 *
 * @param templateName for people
 * @param keyRetentionDays null where {@code keyRetention} has no use for it
 * @param allowedEnrollmentTypes flags: {@link #PFX}, {@link #CSR}, {@link #CSR_GENERATION}
 * @param allowedRequesters names of roles and of users; counts only with {@code useAllowedRequesters}
 * @param keyUsage flags, see {@link TemplateUsages}
 * @param extendedKeyUsages dotted object identifiers
 * @param validityDays how long certificates are good for, unless their issuer ends before
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record TemplateDefinition(
        @JsonProperty("TemplateName") String templateName,
        @JsonProperty("Oid") String oid,
        @JsonProperty("FriendlyName") @Nullable String friendlyName,
        @JsonProperty("KeyRetention") TemplateKeyRetention keyRetention,
        @JsonProperty("KeyRetentionDays") @Nullable Integer keyRetentionDays,
        @JsonProperty("AllowedEnrollmentTypes") int allowedEnrollmentTypes,
        @JsonProperty("UseAllowedRequesters") boolean useAllowedRequesters,
        @JsonProperty("AllowedRequesters") List<String> allowedRequesters,
        @JsonProperty("AllowOneClickRenewals") boolean allowOneClickRenewals,
        @JsonProperty("KeyUsage") int keyUsage,
        @JsonProperty("ExtendedKeyUsages") List<String> extendedKeyUsages,
        @JsonProperty("ValidityDays") int validityDays,
        @JsonProperty("EnrollmentFields") List<TemplateEnrollmentField> enrollmentFields,
        @JsonProperty("MetadataFields") List<TemplateMetadataField> metadataFields,
        @JsonProperty("Regexes") List<TemplateRegex> regexes,
        @JsonProperty("Defaults") List<TemplateDefault> defaults,
        @JsonProperty("Policy") TemplatePolicy policy) {
    /** Of {@code allowedEnrollmentTypes}: the server makes the key. */
    public static final int PFX = 1;

    /** The requester has the key. */
    public static final int CSR = 2;

    /** The server makes the key, and somebody brings the certificate. */
    public static final int CSR_GENERATION = 4;

    static final int ALL_ENROLLMENT_TYPES = PFX | CSR | CSR_GENERATION;

    /** Days, at most. */
    static final int VALIDITY_DAYS_MAX = 3_650;

    public TemplateDefinition {
        allowedRequesters = List.copyOf(allowedRequesters);
        extendedKeyUsages = List.copyOf(extendedKeyUsages);
        enrollmentFields = List.copyOf(enrollmentFields);
        metadataFields = List.copyOf(metadataFields);
        regexes = List.copyOf(regexes);
        defaults = List.copyOf(defaults);
    }
}
