package io.quartermaster.server.store;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A property of a store type in requests.
 *
 * @param storeTypeId as answered; ignored
 */
@Schema(name = "CertificateStoreTypePropertyRequest")
public record StoreTypePropertyRequest(
        @JsonProperty("StoreTypeId") @Schema(description = "Ignored") @Nullable
        Integer storeTypeId,

        @JsonProperty("Name") @Nullable String name,
        @JsonProperty("DisplayName") @Nullable String displayName,

        @JsonProperty("Type")
        @Schema(
                oneOf = {Integer.class, String.class},
                description = "0 String (unless given), 1 MultipleChoice, 2 Bool, 3 Secret; the number or the name")
        @Nullable
        Object type,

        @JsonProperty("DependsOn") @Schema(implementation = String.class, nullable = true) @Nullable
        JsonNode dependsOn,

        @JsonProperty("DefaultValue")
        @Schema(
                implementation = String.class,
                nullable = true,
                description = "Of a MultipleChoice the choices with a comma between; the first is the default")
        @Nullable
        JsonNode defaultValue,

        @JsonProperty("Required") @Nullable Boolean required,
        @JsonProperty("Description") @Nullable String description,
        @JsonProperty("IsPAMEligible") @Nullable Boolean pamEligible) {

    /** @param place such as {@code Properties[0]}, for messages */
    StoreTypeProperty toProperty(String place) {
        return new StoreTypeProperty(
                StoreTypeTexts.name(place + ".Name", name, StoreTypeTexts.NAME_LENGTH_MAX),
                StoreTypeTexts.text(place + ".DisplayName", displayName),
                TypeWord.VALUE.word(type, place + ".Type"),
                dependence(place + ".DependsOn"),
                text(place + ".DefaultValue", defaultValue),
                Boolean.TRUE.equals(required),
                StoreTypeTexts.text(place + ".Description", description),
                pamEligible);
    }

    /** As it came: clients tell an empty text, null and false apart. */
    private @Nullable JsonNode dependence(String field) {
        return dependsOn != null && dependsOn.isBoolean() ? dependsOn : text(field, dependsOn);
    }

    private static @Nullable JsonNode text(String field, @Nullable JsonNode sent) {
        if (sent == null || sent.isNull()) {
            return null;
        }
        if (!sent.isValueNode()) {
            throw StoreTypeTexts.malformed(field + " must be a text.");
        }
        StoreTypeTexts.text(field, sent.asText());
        return TextNode.valueOf(sent.asText());
    }
}
