package io.quartermaster.server.store;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What answers show of a secret: whether there is one. The members about secret providers are those clients look for.
 *
 * @param value {@link SentValue#MASK} when there is a value, else null
 * @param secretTypeGuid always the zero GUID
 * @param isManaged whether a secret provider holds it
 */
@Schema(name = "Secret")
public record SecretView(
        @JsonProperty("Value") @Schema(nullable = true) @Nullable
        String value,

        @JsonProperty("SecretTypeGuid") String secretTypeGuid,

        @JsonProperty("InstanceId") @Schema(nullable = true) @Nullable
        Integer instanceId,

        @JsonProperty("InstanceGuid") @Schema(nullable = true) @Nullable
        String instanceGuid,

        @JsonProperty("ProviderTypeParameterValues")
        @Schema(maxItems = 0, description = "Empty: this server has no secret providers.")
        List<Map<String, Object>> providerTypeParameterValues,

        @JsonProperty("ProviderId") @Schema(nullable = true) @Nullable
        Integer providerId,

        @JsonProperty("IsManaged") boolean isManaged,
        @JsonProperty("SecretType") int secretType,

        @JsonProperty("RemoteProviderName") @Schema(nullable = true) @Nullable
        String remoteProviderName,

        @JsonProperty("HasValue") boolean hasValue) {
    private static final String NO_TYPE = "00000000-0000-0000-0000-000000000000";

    static SecretView of(boolean hasValue) {
        return new SecretView(
                hasValue ? SentValue.MASK : null, NO_TYPE, null, null, List.of(), null, false, 0, null, hasValue);
    }
}
