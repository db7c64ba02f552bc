package io.quartermaster.server.cert;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Which certificate is to leave the server with its private key; the first of the three ways to name it counts. */
@Schema(requiredProperties = "Password")
public record CertificateRecoveryRequest(
        @JsonProperty("CertID") @Nullable Integer certId,
        @JsonProperty("SerialNumber") @Nullable String serialNumber,
        @JsonProperty("IssuerDN") @Nullable String issuerDn,
        @JsonProperty("Thumbprint") @Nullable String thumbprint,
        @JsonProperty("IncludeChain") @Nullable Boolean includeChain,

        @JsonProperty("ChainOrder")
        @Schema(description = "EndEntityFirst (the default) or RootFirst; PKCS#12 always has the leaf first")
        @Nullable
        String chainOrder,

        @JsonProperty("Password") @Schema(description = "8 to 256 characters") @Nullable
        String password,

        @JsonProperty("UseLegacyEncryption") @Schema(description = "3DES and SHA-1, for old readers") @Nullable
        Boolean useLegacyEncryption) {

    /** @throws io.quartermaster.server.error.CommandException MALFORMED */
    CertificateChoice toChoice() {
        return CertificateChoice.read(certId, thumbprint, serialNumber, issuerDn);
    }

    /** @throws io.quartermaster.server.error.CommandException MALFORMED */
    RecoverCertificate.Wanted toWanted(@Nullable String format) {
        return new RecoverCertificate.Wanted(
                CertificateFormat.read(format, CertificateFormat.WITH_KEY),
                ChainOrder.read(includeChain, chainOrder),
                PfxPassword.toWrite("Password", password),
                Boolean.TRUE.equals(useLegacyEncryption));
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "CertificateRecoveryRequest[" + certId + "]";
    }
}
