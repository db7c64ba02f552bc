package io.quartermaster.server.cert;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A new metadata field. */
@Schema(requiredProperties = {"Name", "Description", "DataType"})
public record CreateMetadataFieldRequest(
        @JsonProperty("Name") @Schema(description = "Letters, digits, '_' and '-'; a field of queries") @Nullable
        String name,

        @JsonProperty("Description") @Nullable String description,

        @JsonProperty("DataType")
        @Schema(description = "1 text, 2 whole number, 3 date, 4 yes or no, 5 multiple choice, 6 long text, 7 e-mail")
        @Nullable
        Integer dataType,

        @JsonProperty("Hint") @Nullable String hint,

        @JsonProperty("Validation") @Schema(description = "A regular expression; for texts only") @Nullable
        String validation,

        @JsonProperty("Enrollment") @Schema(description = "0 optional, 1 required, 2 hidden") @Nullable
        Integer enrollment,

        @JsonProperty("Message") @Schema(description = "What is said when the expression does not fit") @Nullable
        String message,

        @JsonProperty("Options") @Schema(description = "Choices between commas; for multiple choice") @Nullable
        String options,

        @JsonProperty("DefaultValue") @Nullable String defaultValue,

        @JsonProperty("AllowAPI") @Schema(description = "Kept and shown") @Nullable
        Boolean allowApi,

        @JsonProperty("ExplicitUpdate") @Schema(description = "Kept and shown") @Nullable
        Boolean explicitUpdate,

        @JsonProperty("DisplayOrder") @Schema(description = "Behind the others unless given") @Nullable
        Integer displayOrder)
        implements MetadataFieldBody {
    /** @throws io.quartermaster.server.error.CommandException MALFORMED */
    WantedMetadataField toField() {
        return WantedMetadataField.read(this);
    }
}
