package io.quartermaster.server.cert;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Base64;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** @param content the file, as base64 */
@Schema(name = "CertificateFile")
public record CertificateFileResponse(
        @JsonProperty("Content") String content) {
    static CertificateFileResponse of(byte[] content) {
        return new CertificateFileResponse(Base64.getEncoder().encodeToString(content));
    }
}
