package io.quartermaster.server.enrollment;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quartermaster.server.ca.KeySpec;
import io.quartermaster.server.cert.PfxFile;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /Enrollment/PFX}.
 *
 * @param populateMissingValuesFromAD true is refused: there is no directory
 * @param renewalCertificateId whose names, template and authority count where this request says nothing
 * @param certificateCollectionOrder not looked at; so {@code timestamp}
 * @param stores to be given the certificate at once
 * @param installIntoExistingCertificateStores with a renewal: it goes wherever the renewed certificate lies
 */
@Schema(name = "PFXEnrollmentRequest")
public record PfxEnrollmentRequest(
        @Nullable String customFriendlyName,
        @Nullable String password,
        @Nullable Boolean populateMissingValuesFromAD,
        @Nullable String subject,
        @Nullable Boolean includeChain,
        @Nullable Integer renewalCertificateId,
        @Nullable String certificateAuthority,
        @Nullable String template,
        @Nullable Integer enrollmentPatternId,

        @JsonProperty("SANs") @Schema(description = "By kind: dns, ip4, ip6, email, uri.") @Nullable
        Map<String, @Nullable List<@Nullable String>> sans,

        @Nullable Map<String, @Nullable String> metadata,
        @Nullable Map<String, @Nullable String> additionalEnrollmentFields,

        @Schema(description = "As Metadata, which wins.") @Nullable
        Map<String, @Nullable String> metadataInput,

        @Schema(description = "As AdditionalEnrollmentFields, which wins.") @Nullable
        Map<String, @Nullable String> additionalEnrollmentFieldsInput,

        @Nullable String timestamp,

        @Schema(description = "EndEntityFirst or RootFirst; of PEM and ZIP. A PFX begins with its leaf.") @Nullable
        String chainOrder,

        @Nullable Integer certificateCollectionOrder,

        @Schema(description = "Triple DES and SHA-1 instead of AES-256 and SHA-256") @Nullable
        Boolean useLegacyEncryption,

        @Schema(description = "RSA, ECC, Ed25519, Ed448 or ML-DSA") @Nullable
        String keyType,

        @Nullable Integer keyLength,
        @Nullable String curve,
        @Nullable List<@Nullable SentStore> stores,
        @Nullable Boolean installIntoExistingCertificateStores) {
    private static final int FRIENDLY_NAME_LENGTH_MAX = 200;

    /** @throws CommandException MALFORMED, naming the field */
    PfxOrder toOrder(PfxFormat format) {
        if (Boolean.TRUE.equals(populateMissingValuesFromAD)) {
            throw malformed("PopulateMissingValuesFromAD cannot be true: this server has no directory to ask.");
        }
        boolean renews = renewalCertificateId != null && renewalCertificateId > 0;
        boolean saysKey = (keyType != null && !keyType.isBlank())
                || (keyLength != null && keyLength > 0)
                || (curve != null && !curve.isBlank());
        return new PfxOrder(
                EnrollmentRequestParts.terms(
                        certificateAuthority,
                        template,
                        enrollmentPatternId,
                        sans,
                        additionalEnrollmentFields,
                        additionalEnrollmentFieldsInput,
                        metadata,
                        metadataInput),
                subject == null || subject.isBlank() ? null : SubjectText.read(subject),
                renews ? renewalCertificateId : null,
                saysKey ? KeySpec.read(keyType, keyLength, curve) : null,
                PfxPassword.readOptional(password),
                friendlyName(),
                format,
                includeChain == null || includeChain,
                EnrollmentRequestParts.isRootFirst(chainOrder),
                Boolean.TRUE.equals(useLegacyEncryption) ? PfxFile.LEGACY : PfxFile.STRONG,
                SentStore.read("Stores", stores),
                renews && Boolean.TRUE.equals(installIntoExistingCertificateStores));
    }

    private @Nullable String friendlyName() {
        if (customFriendlyName == null || customFriendlyName.isBlank()) {
            return null;
        }
        if (customFriendlyName.length() > FRIENDLY_NAME_LENGTH_MAX) {
            throw malformed("CustomFriendlyName has " + customFriendlyName.length() + " characters; at most "
                    + FRIENDLY_NAME_LENGTH_MAX + " are possible.");
        }
        return customFriendlyName.strip();
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "PfxEnrollmentRequest[" + template + ", " + subject + "]";
    }

    private static CommandException malformed(String message) {
        return new CommandException(ErrorKind.MALFORMED, message);
    }
}
