package io.quartermaster.server.store;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A parameter that entries of stores of a type can have.
 *
 * @param type {@code String}, {@code MultipleChoice}, {@code Bool} or {@code Secret}, in any case
 * @param options of a {@code MultipleChoice} the comma list of choices
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record StoreTypeEntryParameter(
        @JsonProperty("Name") String name,
        @JsonProperty("DisplayName") @Nullable String displayName,
        @JsonProperty("Type") String type,
        @JsonProperty("RequiredWhen") RequiredWhen requiredWhen,
        @JsonProperty("DependsOn") @Nullable String dependsOn,
        @JsonProperty("DefaultValue") @Nullable String defaultValue,
        @JsonProperty("Options") @Nullable String options) {

    /** When a parameter has to be given. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record RequiredWhen(
            @JsonProperty("HasPrivateKey") boolean hasPrivateKey,
            @JsonProperty("OnAdd") boolean onAdd,
            @JsonProperty("OnRemove") boolean onRemove,
            @JsonProperty("OnReenrollment") boolean onReenrollment) {}
}
