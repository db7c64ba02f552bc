package io.quartermaster.server.ca;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * What a template says otherwise than the field of metadata itself.
 *
 * @param metadataId of the field
 * @param validation an expression; null or empty for none
 * @param enrollment 0 may be given, 1 must be given, 2 is not asked for
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record TemplateMetadataField(
        @JsonProperty("Id") int id,
        @JsonProperty("DefaultValue") @Nullable String defaultValue,
        @JsonProperty("MetadataId") int metadataId,
        @JsonProperty("Validation") @Nullable String validation,
        @JsonProperty("Enrollment") int enrollment,
        @JsonProperty("Message") @Nullable String message) {
    /** Of {@code enrollment}: a request without a value is refused. */
    public static final int REQUIRED = 1;
}
