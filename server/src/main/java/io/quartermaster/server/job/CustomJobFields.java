package io.quartermaster.server.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * How the values of a custom job stand in its {@code fields}: as text under the field's name, a secret as {@code
 * {"secret": id}}.
 */
public final class CustomJobFields {
    private static final String SECRET = "secret";

    private CustomJobFields() {}

    static void putSecret(ObjectNode fields, String name, UUID secretId) {
        fields.putObject(name).put(SECRET, secretId.toString());
    }

    /** The values that are no secrets, by field name. */
    public static Map<String, String> texts(JsonNode fields) {
        Map<String, String> texts = new LinkedHashMap<>();
        fields.properties().forEach(field -> {
            if (field.getValue().isTextual()) {
                texts.put(field.getKey(), field.getValue().textValue());
            }
        });
        return texts;
    }

    /** All values by field name, as people may see them. */
    static Map<String, String> shown(JsonNode fields) {
        Map<String, String> shown = new LinkedHashMap<>(texts(fields));
        secrets(fields).keySet().forEach(name -> shown.put(name, FieldValue.HIDDEN));
        return shown;
    }

    /** The ids of the secrets, by field name. */
    public static Map<String, UUID> secrets(JsonNode fields) {
        Map<String, UUID> secrets = new LinkedHashMap<>();
        fields.properties().forEach(field -> {
            if (field.getValue().path(SECRET).isTextual()) {
                secrets.put(
                        field.getKey(),
                        UUID.fromString(field.getValue().path(SECRET).asText()));
            }
        });
        return secrets;
    }
}
