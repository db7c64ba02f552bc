package io.quartermaster.server.blueprint;

import io.quartermaster.server.store.StoreTemplate;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A store of a blueprint in answers.
 *
 * @param approved always true: others are not taken over
 * @param properties a text that holds a JSON object, without the secrets
 */
@Schema(name = "AgentBlueprintStoresResponse")
public record BlueprintStoreResponse(
        UUID agentBlueprintStoreId,
        UUID agentBlueprintId,
        String storePath,

        @Schema(nullable = true) @Nullable Integer containerId,

        int certStoreType,
        String certStoreTypeName,
        boolean approved,
        boolean createIfMissing,

        @Schema(
                description = "A text that holds a JSON object; secrets are left out.",
                examples = "{\"separatePrivateKey\":\"false\"}")
        String properties) {

    static BlueprintStoreResponse of(BlueprintStore store) {
        StoreTemplate template = store.template();
        return new BlueprintStoreResponse(
                template.id(),
                store.blueprintId(),
                template.storePath(),
                template.containerId(),
                template.typeId(),
                store.typeName(),
                true,
                template.createIfMissing(),
                template.propertiesText());
    }
}
