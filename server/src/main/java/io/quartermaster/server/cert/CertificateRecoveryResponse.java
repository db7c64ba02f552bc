package io.quartermaster.server.cert;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Base64;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A file with a private key.
 *
 * @param pfx the file, as base64, whatever its format
 * @param fileName for saving it
 */
@Schema(name = "CertificateRecovery")
public record CertificateRecoveryResponse(
        @JsonProperty("PFX") String pfx,
        @JsonProperty("FileName") String fileName) {
    static CertificateRecoveryResponse of(RecoverCertificate.Recovered recovered) {
        return new CertificateRecoveryResponse(
                Base64.getEncoder().encodeToString(recovered.content()), recovered.name());
    }

    /** It has a private key in it. */
    @Override
    public String toString() {
        return "CertificateRecoveryResponse[" + fileName + "]";
    }
}
