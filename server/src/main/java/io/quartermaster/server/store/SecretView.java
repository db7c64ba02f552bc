package io.quartermaster.server.store;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
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
        List<ProviderParameterValue> providerTypeParameterValues,

        @JsonProperty("ProviderId") @Schema(nullable = true) @Nullable
        Integer providerId,

        @JsonProperty("IsManaged") boolean isManaged,
        @JsonProperty("SecretType") int secretType,

        @JsonProperty("RemoteProviderName") @Schema(nullable = true) @Nullable
        String remoteProviderName,

        @JsonProperty("HasValue") boolean hasValue) {
    /** For the API description; there is none. */
    @Schema(name = "SecretProviderParameterValue")
    public record ProviderParameterValue(
            @JsonProperty("Id") int id,
            @JsonProperty("Value") @Nullable String value,
            @JsonProperty("InstanceId") @Nullable Integer instanceId,
            @JsonProperty("InstanceGuid") @Nullable String instanceGuid,
            @JsonProperty("Provider") @Nullable Provider provider,
            @JsonProperty("ProviderTypeParam") ProviderParameter providerTypeParam) {}

    /** As {@link ProviderParameterValue}. */
    @Schema(name = "SecretProvider")
    public record Provider(
            @JsonProperty("Id") int id,
            @JsonProperty("Name") String name,
            @JsonProperty("Area") int area,
            @JsonProperty("ProviderType") ProviderType providerType,
            @JsonProperty("ProviderTypeParamValues") List<ProviderParameterValue> providerTypeParamValues,
            @JsonProperty("SecuredAreaId") @Nullable Integer securedAreaId,
            @JsonProperty("Remote") boolean remote) {}

    /** As {@link ProviderParameterValue}. */
    @Schema(name = "SecretProviderParameter")
    public record ProviderParameter(
            @JsonProperty("Id") int id,
            @JsonProperty("Name") String name,
            @JsonProperty("DisplayName") @Nullable String displayName,
            @JsonProperty("DataType") int dataType,
            @JsonProperty("InstanceLevel") boolean instanceLevel,
            @JsonProperty("ProviderType") @Nullable ProviderType providerType) {}

    /** As {@link ProviderParameterValue}. */
    @Schema(name = "SecretProviderType")
    public record ProviderType(
            @JsonProperty("Id") String id,
            @JsonProperty("Name") String name,
            @JsonProperty("ProviderTypeParams") List<ProviderParameter> providerTypeParams) {}

    private static final String NO_TYPE = "00000000-0000-0000-0000-000000000000";

    static SecretView of(boolean hasValue) {
        return new SecretView(
                hasValue ? SentValue.MASK : null, NO_TYPE, null, null, List.of(), null, false, 0, null, hasValue);
    }
}
