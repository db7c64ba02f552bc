package io.quartermaster.server.cert;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Metadata for one certificate.
 *
 * @param id the certificate, as the Go client calls it
 * @param certificateId the same, as the public description calls it
 */
@Schema(requiredProperties = "Metadata")
public record MetadataUpdateRequest(
        @JsonProperty("Id") @Nullable Integer id,
        @JsonProperty("CertificateId") @Nullable Integer certificateId,

        @JsonProperty("Metadata")
        @Schema(
                type = SchemaType.OBJECT,
                additionalProperties = Object.class,
                description = "Name to value; an empty one clears the field")
        @Nullable
        Map<String, @Nullable Object> metadata) {

    /** @throws io.quartermaster.server.error.CommandException MALFORMED */
    int toCertificateId() {
        Integer named = certificateId == null || certificateId == 0 ? id : certificateId;
        if (named == null) {
            throw CertificateText.malformed("CertificateId is required.");
        }
        return named;
    }

    /** @throws io.quartermaster.server.error.CommandException MALFORMED */
    Map<String, @Nullable String> toValues() {
        if (metadata == null) {
            throw CertificateText.malformed("Metadata is required.");
        }
        return MetadataMap.texts(metadata);
    }
}
