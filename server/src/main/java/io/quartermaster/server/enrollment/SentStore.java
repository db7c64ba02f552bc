package io.quartermaster.server.enrollment;

import com.fasterxml.jackson.databind.JsonNode;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A store that a certificate is to be deployed to, in requests. */
@Schema(name = "EnrollmentStore")
public record SentStore(
        @Nullable UUID storeId,
        @Nullable String alias,
        @Nullable Boolean overwrite,

        @Schema(implementation = Map.class, description = "Entry parameters by name") @Nullable
        JsonNode properties) {
    /** Stores of one request, at most. */
    static final int STORES_MAX = 1_000;

    /** @throws CommandException MALFORMED, naming the position */
    static List<StoreOrder> read(String field, @Nullable List<@Nullable SentStore> sent) {
        List<StoreOrder> stores = new ArrayList<>();
        if (sent == null) {
            return stores;
        }
        if (sent.size() > STORES_MAX) {
            throw malformed(
                    field + " may have at most " + STORES_MAX + " stores; this request has " + sent.size() + ".");
        }
        for (int i = 0; i < sent.size(); i++) {
            SentStore each = sent.get(i);
            if (each == null || each.storeId == null) {
                throw malformed(field + "[" + i + "].StoreId is required.");
            }
            stores.add(new StoreOrder(
                    each.storeId,
                    Objects.requireNonNullElse(each.alias, ""),
                    Boolean.TRUE.equals(each.overwrite),
                    parameters(field + "[" + i + "].Properties", each.properties)));
        }
        return stores;
    }

    /**
     * Parameters as an object, or as an array of objects with {@code Name} and {@code Value}.
     *
     * @throws CommandException MALFORMED for anything else
     */
    static Map<String, String> parameters(String place, @Nullable JsonNode node) {
        Map<String, String> parameters = new HashMap<>();
        if (node == null || node.isNull()) {
            return parameters;
        }
        if (node.isObject()) {
            node.properties().forEach(each -> put(place, parameters, each.getKey(), each.getValue()));
            return parameters;
        }
        if (node.isArray()) {
            for (JsonNode each : node) {
                JsonNode name = member(each, "Name");
                JsonNode value = member(each, "Value");
                if (name == null || !name.isTextual()) {
                    throw malformed(place + ": each member of the list needs Name and Value.");
                }
                put(
                        place,
                        parameters,
                        name.asText(),
                        value == null ? com.fasterxml.jackson.databind.node.NullNode.getInstance() : value);
            }
            return parameters;
        }
        throw malformed(place + " must be an object of names and values.");
    }

    private static void put(String place, Map<String, String> parameters, String name, JsonNode value) {
        if (!value.isValueNode()) {
            throw malformed(place + "." + name + " must be a text, a number, or true or false.");
        }
        if (!value.isNull()) {
            parameters.put(name, value.asText());
        }
    }

    private static @Nullable JsonNode member(JsonNode object, String name) {
        return object.properties().stream()
                .filter(each -> each.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    private static CommandException malformed(String message) {
        return new CommandException(ErrorKind.MALFORMED, message);
    }
}
