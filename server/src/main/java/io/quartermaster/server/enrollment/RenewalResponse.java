package io.quartermaster.server.enrollment;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What comes of {@code POST /Enrollment/Renew}.
 *
 * @param password to be sent on to Deploy or Replace, which ask for one; it protects nothing, as no file is answered
 */
@Schema(name = "RenewalResponse")
public record RenewalResponse(
        int keyfactorId,
        int keyfactorRequestId,
        String thumbprint,
        String serialNumber,
        @JsonProperty("IssuerDN") String issuerDn,
        String requestDisposition,
        String dispositionMessage,
        String password) {
    static RenewalResponse of(Renewed renewed) {
        Enrolled enrolled = renewed.made().enrolled();
        return new RenewalResponse(
                enrolled.certificateId(),
                0,
                enrolled.certificate().thumbprint(),
                enrolled.certificate().serialNumber(),
                enrolled.certificate().issuerDn(),
                CsrEnrollmentResponse.ISSUED,
                "The certificate was issued. POST /Enrollment/PFX/Replace brings it to where the old one lies.",
                renewed.password().reveal());
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "RenewalResponse[" + keyfactorId + "]";
    }
}
