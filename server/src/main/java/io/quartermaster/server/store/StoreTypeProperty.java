package io.quartermaster.server.store;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * A property that stores of a type can have.
 *
 * @param type {@code String}, {@code MultipleChoice}, {@code Bool} or {@code Secret}, in any case
 * @param dependsOn as it came: text, boolean or null
 * @param defaultValue of a {@code MultipleChoice} the comma list of choices, of which the first is the default
 * @param description for people; null for none
 * @param pamEligible whether a secret provider may hold the value; null when nobody said so
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record StoreTypeProperty(
        @JsonProperty("Name") String name,
        @JsonProperty("DisplayName") @Nullable String displayName,
        @JsonProperty("Type") String type,
        @JsonProperty("DependsOn") @Nullable JsonNode dependsOn,
        @JsonProperty("DefaultValue") @Nullable JsonNode defaultValue,
        @JsonProperty("Required") boolean required,
        @JsonProperty("Description") @Nullable String description,
        @JsonProperty("IsPAMEligible") @Nullable Boolean pamEligible) {
    public static final String SECRET = "Secret";
    public static final String BOOL = "Bool";
    public static final String MULTIPLE_CHOICE = "MultipleChoice";

    @JsonIgnore
    public boolean isSecret() {
        return type.equalsIgnoreCase(SECRET);
    }

    /** The value of a store that was given none; null when there is no default. */
    public @Nullable String defaultText() {
        if (defaultValue == null || defaultValue.isNull()) {
            return null;
        }
        String text = defaultValue.asText();
        return type.equalsIgnoreCase(MULTIPLE_CHOICE) ? text.split(",", -1)[0] : text;
    }
}
