package io.quartermaster.server.ca;

import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A secret in requests. */
@Schema(name = "ModelsKeyfactorAPISecret")
public record ApiSecretRequest(
        @Nullable String secretValue,
        @Nullable Map<String, String> parameters,
        @Nullable Integer provider) {}
