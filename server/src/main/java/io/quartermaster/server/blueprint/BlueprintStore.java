package io.quartermaster.server.blueprint;

import io.quartermaster.server.store.StoreTemplate;
import java.util.UUID;

/**
 * A store of a blueprint.
 *
 * @param typeName of its type, as people know it: {@code PEM}
 * @param capability what an agent must have announced to read such stores
 */
record BlueprintStore(UUID blueprintId, StoreTemplate template, String typeName, String capability) {
    UUID id() {
        return template.id();
    }
}
