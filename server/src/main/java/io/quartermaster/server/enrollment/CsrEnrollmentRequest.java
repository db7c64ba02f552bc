package io.quartermaster.server.enrollment;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /Enrollment/CSR}.
 *
 * @param enrollmentPatternId counts where no template is named: enrolment patterns are templates here
 * @param timestamp not looked at
 * @param privateKey of the CSR, to be kept here; PKCS#8 as PEM
 */
@Schema(name = "CSREnrollmentRequest")
public record CsrEnrollmentRequest(
        @JsonProperty("CSR") @Nullable String csr,
        @Nullable String certificateAuthority,
        @Nullable String template,
        @Nullable Integer enrollmentPatternId,
        @Nullable Boolean includeChain,

        @JsonProperty("SANs")
        @Schema(description = "By kind: dns, ip4, ip6, email, uri. They take the place of those in the CSR.")
        @Nullable
        Map<String, @Nullable List<@Nullable String>> sans,

        @Nullable Map<String, @Nullable String> metadata,
        @Nullable Map<String, @Nullable String> additionalEnrollmentFields,

        @Schema(description = "As Metadata, which wins.") @Nullable
        Map<String, @Nullable String> metadataInput,

        @Schema(description = "As AdditionalEnrollmentFields, which wins.") @Nullable
        Map<String, @Nullable String> additionalEnrollmentFieldsInput,

        @Nullable String timestamp,
        @Nullable String privateKey) {

    /** @throws io.quartermaster.server.error.CommandException MALFORMED, naming the field */
    CsrOrder toOrder() {
        SentTerms terms = EnrollmentRequestParts.terms(
                certificateAuthority,
                template,
                enrollmentPatternId,
                sans,
                additionalEnrollmentFields,
                additionalEnrollmentFieldsInput,
                metadata,
                metadataInput);
        SentCsr read = SentCsr.read(csr, "CSR");
        return new CsrOrder(
                terms, read, privateKey == null || privateKey.isBlank() ? null : SentKey.read(privateKey, read));
    }

    /** Left out, the chain comes too: a certificate alone is of use to few. */
    boolean wholeChain() {
        return includeChain == null || includeChain;
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "CsrEnrollmentRequest[" + template + "]";
    }
}
