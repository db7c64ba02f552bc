package io.quartermaster.server.blueprint;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A blueprint in answers.
 *
 * @param requiredCapabilities in full: {@code CertStores.PEM.Inventory}
 */
@Schema(name = "AgentBlueprintResponse")
public record BlueprintResponse(
        UUID agentBlueprintId, String name, List<String> requiredCapabilities, Instant lastModified) {

    static BlueprintResponse of(Blueprint blueprint) {
        return new BlueprintResponse(
                blueprint.id(), blueprint.name(), blueprint.requiredCapabilities(), blueprint.modifiedAt());
    }
}
