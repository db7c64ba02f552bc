package io.quartermaster.server.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Whether a path may be that of a store of a type: some types have one path only, or a choice of them. */
final class StorePaths {
    private StorePaths() {}

    /** @throws CommandException MALFORMED, naming the paths that are possible */
    static void check(String path, StoreType type) {
        List<String> allowed = allowed(type.definition());
        if (!allowed.isEmpty() && !allowed.contains(path)) {
            throw new CommandException(
                    ErrorKind.MALFORMED,
                    "Storepath of " + type.shortName() + " stores must be " + (allowed.size() == 1 ? "" : "one of ")
                            + String.join(", ", allowed) + ".");
        }
    }

    /**
     * The paths there can be; empty when any can. Where the type does not say how its value is meant, a JSON array is a
     * choice and anything else the one path.
     */
    private static List<String> allowed(StoreTypeDefinition type) {
        String value = type.storePathValue();
        if (value == null || value.isEmpty() || "Freeform".equalsIgnoreCase(type.storePathType())) {
            return List.of();
        }
        JsonNode choices = StoreTypeDefinition.PATH_FIXED.equalsIgnoreCase(type.storePathType()) ? null : array(value);
        if (choices == null) {
            return List.of(value);
        }
        return StreamSupport.stream(choices.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static @Nullable JsonNode array(String value) {
        try {
            JsonNode node = StoreJson.MAPPER.readTree(value);
            return node != null && node.isArray() ? node : null;
        } catch (JsonProcessingException e) {
            return null;
        }
    }
}
