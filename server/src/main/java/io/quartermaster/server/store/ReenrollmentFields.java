package io.quartermaster.server.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What jobs that make a key keep in their {@code fields}, beside entry parameters as {@link ManagementFields} has them. */
final class ReenrollmentFields {
    private static final String SUBJECT = "subject";
    private static final String KEY_TYPE = "keyType";
    private static final String KEY_SIZE = "keySize";
    private static final String OVERWRITE = "overwrite";
    private static final String AUTHORITY = "authority";
    private static final String TEMPLATE = "template";
    private static final String REQUESTER = "requester";

    /** In front of the kind of alternative names. */
    private static final String SANS = "SANs.";

    private ReenrollmentFields() {}

    static void put(ObjectNode node, KeyOnDevice key, String alias, String requester) {
        node.put(SUBJECT, KeyRequirements.subject(key.subject()).toString());
        node.put(KEY_TYPE, key.keyType());
        node.put(KEY_SIZE, key.keySize());
        node.put(ManagementFields.ALIAS, alias);
        node.put(OVERWRITE, key.overwrite());
        if (key.authority() != null) {
            node.put(AUTHORITY, key.authority());
        }
        if (key.template() != null) {
            node.put(TEMPLATE, key.template());
        }
        node.put(REQUESTER, requester);
        key.sans().forEach((kind, values) -> {
            ArrayNode array = node.putArray(SANS + kind);
            values.forEach(array::add);
        });
    }

    /** With backslashes where a character means something. */
    static String subject(JsonNode fields) {
        return fields.path(SUBJECT).asText();
    }

    static String keyType(JsonNode fields) {
        return fields.path(KEY_TYPE).asText();
    }

    static int keySize(JsonNode fields) {
        return fields.path(KEY_SIZE).asInt();
    }

    static String alias(JsonNode fields) {
        return ManagementFields.alias(fields);
    }

    static boolean overwrites(JsonNode fields) {
        return fields.path(OVERWRITE).asBoolean();
    }

    static @Nullable String authority(JsonNode fields) {
        return fields.path(AUTHORITY).textValue();
    }

    static @Nullable String template(JsonNode fields) {
        return fields.path(TEMPLATE).textValue();
    }

    static String requester(JsonNode fields) {
        return fields.path(REQUESTER).asText();
    }

    static Map<String, List<String>> sans(JsonNode fields) {
        Map<String, List<String>> sans = new LinkedHashMap<>();
        fields.properties().forEach(field -> {
            if (field.getKey().startsWith(SANS)) {
                List<String> values = new ArrayList<>();
                field.getValue().forEach(value -> values.add(value.asText()));
                sans.put(field.getKey().substring(SANS.length()), values);
            }
        });
        return sans;
    }
}
