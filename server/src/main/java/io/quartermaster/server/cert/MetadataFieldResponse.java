package io.quartermaster.server.cert;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A metadata field in answers.
 *
 * @param dataType 1 text, 2 whole number, 3 date, 4 yes or no, 5 multiple choice, 6 long text, 7 e-mail
 * @param enrollment 0 optional, 1 required, 2 hidden
 * @param options choices between commas
 */
@Schema(name = "MetadataField")
public record MetadataFieldResponse(
        @JsonProperty("Id") int id,
        @JsonProperty("Name") String name,
        @JsonProperty("Description") String description,
        @JsonProperty("DataType") int dataType,
        @JsonProperty("Hint") @Nullable String hint,
        @JsonProperty("Validation") @Nullable String validation,
        @JsonProperty("Enrollment") int enrollment,
        @JsonProperty("Message") @Nullable String message,
        @JsonProperty("Options") @Nullable String options,
        @JsonProperty("DefaultValue") @Nullable String defaultValue,
        @JsonProperty("AllowAPI") boolean allowApi,
        @JsonProperty("ExplicitUpdate") boolean explicitUpdate,
        @JsonProperty("DisplayOrder") int displayOrder) {
    static MetadataFieldResponse of(MetadataField field) {
        return new MetadataFieldResponse(
                field.id(),
                field.name(),
                field.description(),
                field.type().number(),
                field.hint(),
                field.validation(),
                field.enrollment(),
                field.message(),
                field.options(),
                field.defaultValue(),
                field.allowApi(),
                field.explicitUpdate(),
                field.displayOrder());
    }
}
