package io.quartermaster.server.enrollment;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What comes of {@code POST /Enrollment/CSR}. */
@Schema(name = "CSREnrollmentResponse")
public record CsrEnrollmentResponse(Pkcs10Certificate certificateInformation, Map<String, String> metadata) {
    static final String ISSUED = "ISSUED";
    static final UUID NO_WORKFLOW = new UUID(0, 0);

    /**
     * The certificate.
     *
     * @param keyfactorRequestId 0, as what was issued at once has nothing to be asked for
     * @param requestDisposition always ISSUED: what is not is refused
     */
    @Schema(name = "CSREnrollmentCertificate")
    public record Pkcs10Certificate(
            String serialNumber,
            @JsonProperty("IssuerDN") String issuerDn,
            String thumbprint,
            @JsonProperty("KeyfactorID") int keyfactorId,

            @Schema(
                    description =
                            "Each with its subject in a line above, the leaf first; for the format DER one, as base64")
            List<String> certificates,

            UUID workflowInstanceId,
            long workflowReferenceId,
            int keyfactorRequestId,
            String requestDisposition,
            String dispositionMessage,
            @Schema(nullable = true) @Nullable Map<String, String> enrollmentContext,
            @Schema(nullable = true) @Nullable String url) {}

    static CsrEnrollmentResponse of(Enrolled enrolled, boolean wholeChain, boolean asDer) {
        List<String> certificates = asDer
                ? List.of(Base64.getEncoder()
                        .encodeToString(enrolled.certificate().der()))
                : enrolled.chain(wholeChain).stream()
                        .map(CsrEnrollmentResponse::titled)
                        .toList();
        return new CsrEnrollmentResponse(
                new Pkcs10Certificate(
                        enrolled.certificate().serialNumber(),
                        enrolled.certificate().issuerDn(),
                        enrolled.certificate().thumbprint(),
                        enrolled.certificateId(),
                        certificates,
                        NO_WORKFLOW,
                        0,
                        0,
                        ISSUED,
                        "The certificate was issued.",
                        null,
                        null),
                enrolled.metadata());
    }

    private static String titled(byte[] der) {
        String subject =
                io.quartermaster.server.cert.ParsedCertificate.parse(der).issuedDn();
        return "#" + subject + "\n" + KeyFiles.pem("CERTIFICATE", der).stripTrailing();
    }
}
