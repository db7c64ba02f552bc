package io.quartermaster.server.enrollment;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What comes of {@code POST /Enrollment/PFX}.
 *
 * @param successfulStores those that have a job now; null where none were asked for
 */
@Schema(name = "PFXEnrollmentResponse")
public record PfxEnrollmentResponse(
        @Schema(nullable = true) @Nullable List<UUID> successfulStores,
        Pkcs12Certificate certificateInformation,
        Map<String, String> metadata) {
    private static final int KEY_SAVED = 1;
    private static final int KEY_TEMPORARY = 5;

    /**
     * The certificate.
     *
     * @param pkcs12Blob the file in the form that was asked for, as base64
     * @param password the one that the server made; null where the request brought one
     * @param keyStatus 1: kept as the template says; 5: only for the minutes in which it may be deployed
     * @param storeIdsInvalidForRenewal stores that could not be given a job
     * @param chainFailedToBuild whether the issuers are not known
     */
    @Schema(name = "PFXEnrollmentCertificate")
    public record Pkcs12Certificate(
            String serialNumber,
            @JsonProperty("IssuerDN") String issuerDn,
            String thumbprint,
            int keyfactorId,
            @JsonProperty("Pkcs12Blob") String pkcs12Blob,
            @Schema(nullable = true) @Nullable String password,
            int keyStatus,
            UUID workflowInstanceId,
            long workflowReferenceId,
            List<UUID> storeIdsInvalidForRenewal,
            boolean chainFailedToBuild,
            int keyfactorRequestId,
            String requestDisposition,
            String dispositionMessage,
            @Schema(nullable = true) @Nullable Map<String, String> enrollmentContext,
            @Schema(nullable = true) @Nullable String url) {
        /** Without the password and the file. */
        @Override
        public String toString() {
            return "Pkcs12Certificate[" + keyfactorId + "]";
        }
    }

    static PfxEnrollmentResponse of(EnrolledPfx enrolled, boolean wholeChain) {
        Enrolled certificate = enrolled.made().enrolled();
        Deployment deployment = enrolled.deployment();
        return new PfxEnrollmentResponse(
                deployment == null ? null : deployment.successful(),
                new Pkcs12Certificate(
                        certificate.certificate().serialNumber(),
                        certificate.certificate().issuerDn(),
                        certificate.certificate().thumbprint(),
                        certificate.certificateId(),
                        Base64.getEncoder().encodeToString(enrolled.file()),
                        enrolled.madePassword() == null
                                ? null
                                : enrolled.madePassword().reveal(),
                        enrolled.made().kept() ? KEY_SAVED : KEY_TEMPORARY,
                        CsrEnrollmentResponse.NO_WORKFLOW,
                        0,
                        deployment == null ? List.of() : deployment.failed(),
                        wholeChain && certificate.chain().size() == 1,
                        0,
                        CsrEnrollmentResponse.ISSUED,
                        enrolled.made().kept()
                                ? "The certificate was issued, and its private key is kept."
                                : "The certificate was issued; its private key is not kept.",
                        null,
                        null),
                certificate.metadata());
    }
}
