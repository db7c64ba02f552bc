package io.quartermaster.server.cert;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Which certificate is to be downloaded; the first of the three ways to name it that is there counts. */
public record CertificateDownloadRequest(
        @JsonProperty("CertID") @Nullable Integer certId,
        @JsonProperty("SerialNumber") @Nullable String serialNumber,
        @JsonProperty("IssuerDN") @Nullable String issuerDn,
        @JsonProperty("Thumbprint") @Nullable String thumbprint,
        @JsonProperty("IncludeChain") @Nullable Boolean includeChain,

        @JsonProperty("ChainOrder") @Schema(description = "EndEntityFirst (the default) or RootFirst") @Nullable
        String chainOrder) {

    /** @throws io.quartermaster.server.error.CommandException MALFORMED */
    CertificateChoice toChoice() {
        return CertificateChoice.read(certId, thumbprint, serialNumber, issuerDn);
    }

    /** @throws io.quartermaster.server.error.CommandException MALFORMED */
    ChainOrder toOrder() {
        return ChainOrder.read(includeChain, chainOrder);
    }
}
