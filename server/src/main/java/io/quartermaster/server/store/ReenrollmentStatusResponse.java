package io.quartermaster.server.store;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Whether a key can be made in a store.
 *
 * @param data whether it can
 * @param message why not; null when it can
 * @param customAliasAllowed 0 forbidden, 1 optional, 2 required; a number here, unlike in the store type
 */
@Schema(name = "ReenrollmentStatus")
public record ReenrollmentStatusResponse(
        @JsonProperty("Data") boolean data,

        @JsonProperty("AgentId") @Schema(nullable = true) @Nullable
        UUID agentId,

        @JsonProperty("Message") @Schema(nullable = true) @Nullable
        String message,

        @JsonProperty("JobProperties") @Schema(nullable = true) @Nullable
        String jobProperties,

        @JsonProperty("CustomAliasAllowed") int customAliasAllowed,
        @JsonProperty("EntryParameters") List<EntryParameter> entryParameters) {
    private static final String NOT_SUPPORTED = "Key generation is not supported by the agent for this store.";

    /**
     * A parameter to be given, with numbers in place of the names that the store type has.
     *
     * @param type 0 text, 1 choice, 2 yes or no, 3 secret
     * @param requiredWhen the sum of 1 with a private key, 2 to add, 4 to remove, 8 to make a key
     */
    @Schema(name = "ReenrollmentEntryParameter")
    public record EntryParameter(
            @JsonProperty("StoreTypeId") int storeTypeId,
            @JsonProperty("Name") String name,

            @JsonProperty("DisplayName") @Schema(nullable = true) @Nullable
            String displayName,

            @JsonProperty("Type") int type,
            @JsonProperty("RequiredWhen") int requiredWhen,

            @JsonProperty("DependsOn") @Schema(nullable = true) @Nullable
            String dependsOn,

            @JsonProperty("DefaultValue") @Schema(nullable = true) @Nullable
            String defaultValue,

            @JsonProperty("Options") @Schema(nullable = true) @Nullable
            String options) {

        private static EntryParameter of(StoreType type, StoreTypeEntryParameter parameter) {
            return new EntryParameter(
                    type.id(),
                    parameter.name(),
                    parameter.displayName(),
                    number(parameter.type()),
                    parameter.requiredWhen().number(),
                    parameter.dependsOn(),
                    parameter.defaultValue(),
                    parameter.options());
        }

        private static int number(String type) {
            return switch (type.toLowerCase(Locale.ROOT)) {
                case "multiplechoice" -> 1;
                case "bool" -> 2;
                case "secret" -> 3;
                default -> 0;
            };
        }
    }

    static ReenrollmentStatusResponse of(CertificateStore store) {
        StoreTypeDefinition definition = store.type().definition();
        if (!store.approved() || !definition.supportedOperations().enrollment() || !store.keysOnDevice()) {
            return new ReenrollmentStatusResponse(false, null, NOT_SUPPORTED, null, 0, List.of());
        }
        return new ReenrollmentStatusResponse(
                true,
                store.agentId(),
                null,
                null,
                definition.customAliasAllowed().number(),
                definition.entryParameters().stream()
                        .map(parameter -> EntryParameter.of(store.type(), parameter))
                        .toList());
    }
}
