package io.quartermaster.server.cert;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** @param results {@code Pass} or {@code Fail} by what was looked at */
@Schema(name = "CertificateValidation")
public record CertificateValidationResponse(
        @JsonProperty("Valid") boolean valid,
        @JsonProperty("Results") Map<String, String> results) {
    static CertificateValidationResponse of(ValidateCertificate.Verdict verdict) {
        return new CertificateValidationResponse(verdict.valid(), verdict.results());
    }
}
