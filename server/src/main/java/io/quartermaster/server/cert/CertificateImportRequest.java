package io.quartermaster.server.cert;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A certificate that somebody sends. */
@Schema(requiredProperties = "Certificate")
public record CertificateImportRequest(
        @JsonProperty("Certificate")
        @Schema(description = "DER, PEM, PKCS#7 or PKCS#12 as base64; PEM also as it is")
        @Nullable
        String certificate,

        @JsonProperty("Password") @Schema(description = "Of the file, if it is encrypted") @Nullable
        String password,

        @JsonProperty("Metadata") @Schema(type = SchemaType.OBJECT, additionalProperties = Object.class) @Nullable
        Map<String, @Nullable Object> metadata,

        @JsonProperty("StoreIds")
        @Schema(description = "Must be empty: see POST /CertificateStores/Certificates/Add")
        @Nullable
        List<@Nullable UUID> storeIds,

        @JsonProperty("StoreTypes") @Schema(description = "Must be empty, as StoreIds") @Nullable
        List<@Nullable StoreTypeOfImport> storeTypes,

        @JsonProperty("Schedule") @Schema(type = SchemaType.STRING, format = "date-time") @Nullable
        String schedule) {

    /** How a certificate would stand in the stores of one type. */
    public record StoreTypeOfImport(
            @JsonProperty("StoreTypeId") @Nullable Integer storeTypeId,
            @JsonProperty("Alias") @Nullable String alias,
            @JsonProperty("Overwrite") @Nullable Boolean overwrite,
            @JsonProperty("Properties") @Nullable List<@Nullable JsonNode> properties) {}

    /** @throws io.quartermaster.server.error.CommandException MALFORMED */
    CertificateFile toFile() {
        if (storeIds != null && !storeIds.isEmpty()) {
            throw CertificateText.malformed(
                    "StoreIds must be empty. Import the certificate, then put it into stores with"
                            + " POST /CertificateStores/Certificates/Add.");
        }
        return ReadCertificateFile.read("Certificate", certificate, PfxPassword.toRead("Password", password));
    }

    Map<String, @Nullable String> toMetadata() {
        return MetadataMap.texts(metadata);
    }

    /** Without the password and the file, which may have a private key in it. */
    @Override
    public String toString() {
        return "CertificateImportRequest[hidden]";
    }
}
