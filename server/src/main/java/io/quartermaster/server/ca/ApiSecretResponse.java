package io.quartermaster.server.ca;

import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** That there is a secret; never the secret. */
@Schema(name = "ModelsKeyfactorAPISecretResponse")
public record ApiSecretResponse(
        @Schema(nullable = true) @Nullable String secretValue,
        Map<String, String> parameters,
        @Schema(nullable = true) @Nullable Integer provider) {
    static @Nullable ApiSecretResponse of(boolean there) {
        return there ? new ApiSecretResponse(null, Map.of(), null) : null;
    }
}
