package io.quartermaster.server.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quartermaster.agent.protocol.ManagementOperation;
import io.quartermaster.server.db.Ids;
import io.quartermaster.server.secret.SecretValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What jobs that change a store keep in their {@code fields}: flat, a secret as {@code {"secret": id}}, an entry parameter
 * under its name with {@link #PARAMETER} before it. One place writes and reads them, since jobs outlive restarts.
 */
final class ManagementFields {
    /** In front of the names of entry parameters. */
    static final String PARAMETER = "JobFields.";

    static final String OPERATION = "operation";
    static final String CERTIFICATE = "certificateId";
    static final String ALIAS = "alias";
    private static final String PRIVATE_KEY = "privateKey";
    private static final String OVERWRITE = "overwrite";
    private static final String ENTRY_PASSWORD = "entryPassword";
    private static final String SECRET = "secret";

    private final ObjectNode node = StoreJson.MAPPER.createObjectNode();
    private final Map<UUID, SecretValue> secrets = new LinkedHashMap<>();
    private final Ids ids;

    /** To write them. */
    ManagementFields(Ids ids) {
        this.ids = ids;
    }

    /** What is done, as the history keeps it. */
    enum Operation {
        ADD(ManagementOperation.ADD, "Add"),
        REMOVE(ManagementOperation.REMOVE, "Remove"),
        CREATE(ManagementOperation.CREATE, "Create");

        private final int number;
        private final String title;

        Operation(int number, String title) {
            this.number = number;
            this.title = title;
        }

        /** On the agent wire. */
        int number() {
            return number;
        }

        String title() {
            return title;
        }
    }

    static ManagementFields add(StoreAddition addition, String alias, EntryParameters parameters, Ids ids) {
        ManagementFields fields = new ManagementFields(ids);
        fields.node.put(OPERATION, Operation.ADD.name());
        fields.node.put(CERTIFICATE, addition.certificateId());
        fields.node.put(ALIAS, alias);
        fields.node.put(PRIVATE_KEY, addition.includePrivateKey());
        fields.node.put(OVERWRITE, addition.overwrite());
        if (addition.entryPassword() != null) {
            fields.put(ENTRY_PASSWORD, addition.entryPassword());
        }
        return fields.put(parameters);
    }

    static ManagementFields remove(String alias, EntryParameters parameters, Ids ids) {
        ManagementFields fields = new ManagementFields(ids);
        fields.node.put(OPERATION, Operation.REMOVE.name());
        fields.node.put(ALIAS, alias);
        return fields.put(parameters);
    }

    static ManagementFields create(Ids ids) {
        ManagementFields fields = new ManagementFields(ids);
        fields.node.put(OPERATION, Operation.CREATE.name());
        return fields;
    }

    ManagementFields put(EntryParameters parameters) {
        parameters.texts().forEach((name, text) -> node.put(PARAMETER + name, text));
        parameters.secrets().forEach((name, secret) -> put(PARAMETER + name, secret));
        return this;
    }

    private void put(String name, SecretValue secret) {
        UUID id = ids.next();
        secrets.put(id, secret);
        node.putObject(name).put(SECRET, id.toString());
    }

    ObjectNode node() {
        return node;
    }

    /** What is to be stored beside the job. */
    Map<UUID, SecretValue> secrets() {
        return secrets;
    }

    // ------------------------------------------------------------------------------------------------------- reading

    static Operation operation(JsonNode fields) {
        return Operation.valueOf(fields.path(OPERATION).asText());
    }

    static int certificateId(JsonNode fields) {
        return fields.path(CERTIFICATE).asInt();
    }

    static String alias(JsonNode fields) {
        return fields.path(ALIAS).asText("");
    }

    static boolean includesPrivateKey(JsonNode fields) {
        return fields.path(PRIVATE_KEY).asBoolean();
    }

    static boolean overwrites(JsonNode fields) {
        return fields.path(OVERWRITE).asBoolean();
    }

    static @Nullable UUID entryPassword(JsonNode fields) {
        return secretId(fields.path(ENTRY_PASSWORD));
    }

    /** The ids of the secret ones by name. */
    static Map<String, UUID> secretParameters(JsonNode fields) {
        Map<String, UUID> parameters = new LinkedHashMap<>();
        fields.properties().forEach(field -> {
            UUID id = secretId(field.getValue());
            if (id != null && field.getKey().startsWith(PARAMETER)) {
                parameters.put(field.getKey().substring(PARAMETER.length()), id);
            }
        });
        return parameters;
    }

    /** Those that are no secrets, by name. */
    static Map<String, String> parameters(JsonNode fields) {
        Map<String, String> parameters = new LinkedHashMap<>();
        fields.properties().forEach(field -> {
            if (field.getValue().isTextual() && field.getKey().startsWith(PARAMETER)) {
                parameters.put(
                        field.getKey().substring(PARAMETER.length()),
                        field.getValue().textValue());
            }
        });
        return parameters;
    }

    private static @Nullable UUID secretId(JsonNode value) {
        return value.path(SECRET).isTextual()
                ? UUID.fromString(value.path(SECRET).textValue())
                : null;
    }
}
