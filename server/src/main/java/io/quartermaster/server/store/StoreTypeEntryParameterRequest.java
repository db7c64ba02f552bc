package io.quartermaster.server.store;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quartermaster.server.store.StoreTypeEntryParameter.RequiredWhen;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An entry parameter of a store type in requests.
 *
 * @param storeTypeId as answered; ignored
 */
@Schema(name = "CertificateStoreTypeEntryParameterRequest")
public record StoreTypeEntryParameterRequest(
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

        @JsonProperty("RequiredWhen")
        @Schema(
                oneOf = {Integer.class, RequiredWhen.class},
                description = "Or the sum of 1 HasPrivateKey, 2 OnAdd, 4 OnRemove, 8 OnReenrollment")
        @Nullable
        Object requiredWhen,

        @JsonProperty("DependsOn") @Nullable String dependsOn,
        @JsonProperty("DefaultValue") @Nullable String defaultValue,

        @JsonProperty("Options") @Schema(description = "Of a MultipleChoice the choices with a comma between") @Nullable
        String options,

        @JsonProperty("Description") @Nullable String description) {

    /** @param place such as {@code EntryParameters[0]}, for messages */
    StoreTypeEntryParameter toParameter(String place) {
        return new StoreTypeEntryParameter(
                StoreTypeTexts.name(place + ".Name", name, StoreTypeTexts.NAME_LENGTH_MAX),
                StoreTypeTexts.text(place + ".DisplayName", displayName),
                TypeWord.VALUE.word(type, place + ".Type"),
                when(place + ".RequiredWhen"),
                StoreTypeTexts.text(place + ".DependsOn", dependsOn),
                StoreTypeTexts.text(place + ".DefaultValue", defaultValue),
                StoreTypeTexts.text(place + ".Options", options),
                StoreTypeTexts.text(place + ".Description", description));
    }

    private RequiredWhen when(String field) {
        if (requiredWhen == null) {
            return RequiredWhen.ofNumber(0);
        }
        if (requiredWhen instanceof Map<?, ?> members) {
            return new RequiredWhen(
                    said(members, "HasPrivateKey"),
                    said(members, "OnAdd"),
                    said(members, "OnRemove"),
                    said(members, "OnReenrollment"));
        }
        if (requiredWhen instanceof Integer number && number >= 0 && number <= RequiredWhen.NUMBER_MAX) {
            return RequiredWhen.ofNumber(number);
        }
        throw StoreTypeTexts.malformed(
                field + " must be an object of HasPrivateKey, OnAdd, OnRemove, OnReenrollment, or a number from 0 to "
                        + RequiredWhen.NUMBER_MAX + ".");
    }

    private static boolean said(Map<?, ?> members, String name) {
        return members.entrySet().stream()
                .anyMatch(member -> name.equalsIgnoreCase(String.valueOf(member.getKey()))
                        && "true".equalsIgnoreCase(String.valueOf(member.getValue())));
    }
}
