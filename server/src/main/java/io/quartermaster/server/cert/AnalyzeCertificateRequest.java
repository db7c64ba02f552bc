package io.quartermaster.server.cert;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A file of certificates. */
@Schema(requiredProperties = "Certificate")
public record AnalyzeCertificateRequest(
        @JsonProperty("Certificate")
        @Schema(description = "DER, PEM, PKCS#7 or PKCS#12 as base64; PEM also as it is")
        @Nullable
        String certificate,

        @JsonProperty("Password") @Schema(description = "Of the file, if it is encrypted") @Nullable
        String password) {

    /** @throws io.quartermaster.server.error.CommandException MALFORMED */
    CertificateFile toFile() {
        return ReadCertificateFile.read("Certificate", certificate, PfxPassword.toRead("Password", password));
    }

    /** Without the password and the file, which may have a private key in it. */
    @Override
    public String toString() {
        return "AnalyzeCertificateRequest[hidden]";
    }
}
