package io.quartermaster.server.cert;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A certificate of a file.
 *
 * @param metadata what people noted, if it is known here
 * @param isEndEntity whether it is no authority's
 */
@Schema(name = "AnalyzedCertificate")
public record AnalyzedCertificateResponse(
        @JsonProperty("IssuedDN") String issuedDn,
        @JsonProperty("IssuerDN") String issuerDn,
        @JsonProperty("Thumbprint") String thumbprint,
        @JsonProperty("NotAfter") Instant notAfter,
        @JsonProperty("NotBefore") Instant notBefore,
        @JsonProperty("Metadata") Map<String, String> metadata,
        @JsonProperty("IsEndEntity") boolean isEndEntity) {
    static AnalyzedCertificateResponse of(AnalyzeCertificate.Analyzed analyzed) {
        ParsedCertificate certificate = analyzed.certificate();
        return new AnalyzedCertificateResponse(
                certificate.issuedDn(),
                certificate.issuerDn(),
                certificate.thumbprint(),
                certificate.notAfter(),
                certificate.notBefore(),
                analyzed.metadata(),
                !certificate.facts().authority());
    }
}
