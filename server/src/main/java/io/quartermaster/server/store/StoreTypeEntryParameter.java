package io.quartermaster.server.store;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A parameter that entries of stores of a type can have.
 *
 * @param type {@code String}, {@code MultipleChoice}, {@code Bool} or {@code Secret}, in any case
 * @param options of a {@code MultipleChoice} the comma list of choices
 * @param description for people; null for none
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record StoreTypeEntryParameter(
        @JsonProperty("Name") String name,
        @JsonProperty("DisplayName") @Nullable String displayName,
        @JsonProperty("Type") String type,
        @JsonProperty("RequiredWhen") RequiredWhen requiredWhen,
        @JsonProperty("DependsOn") @Nullable String dependsOn,
        @JsonProperty("DefaultValue") @Nullable String defaultValue,
        @JsonProperty("Options") @Nullable String options,
        @JsonProperty("Description") @Nullable String description) {

    /** When a parameter has to be given. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record RequiredWhen(
            @JsonProperty("HasPrivateKey") boolean hasPrivateKey,
            @JsonProperty("OnAdd") boolean onAdd,
            @JsonProperty("OnRemove") boolean onRemove,
            @JsonProperty("OnReenrollment") boolean onReenrollment) {
        /** All four. */
        static final int NUMBER_MAX = 15;

        /** Of the sum of 1 with a private key, 2 to add, 4 to remove, 8 to make a key. */
        static RequiredWhen ofNumber(int number) {
            return new RequiredWhen((number & 1) > 0, (number & 2) > 0, (number & 4) > 0, (number & 8) > 0);
        }

        int number() {
            return (hasPrivateKey ? 1 : 0) + (onAdd ? 2 : 0) + (onRemove ? 4 : 0) + (onReenrollment ? 8 : 0);
        }
    }
}
