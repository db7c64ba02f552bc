package io.quartermaster.server.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A certificate store as it could be on any machine: without agent, machine, and every secret.
 *
 * @param id of whoever keeps it
 * @param containerId null for none
 * @param properties those that are no secrets, by name as the type spells it
 * @param secretProperties names of those that were secrets; their values are not known here
 * @param password whether there was a password, which is not known here either
 */
public record StoreTemplate(
        UUID id,
        int typeId,
        String storePath,
        @Nullable Integer containerId,
        boolean createIfMissing,
        Map<String, String> properties,
        List<String> secretProperties,
        boolean password) {

    public StoreTemplate {
        properties = new LinkedHashMap<>(properties);
        secretProperties = List.copyOf(secretProperties);
    }

    /** A JSON object of the properties, in their order. */
    public String propertiesText() {
        ObjectNode object = StoreJson.MAPPER.createObjectNode();
        properties.forEach(object::put);
        return object.toString();
    }

    /** As a wanted store, to be held against its type; the machine is anybody's. */
    NewStore onNoMachine() {
        Map<String, SentValue> values = new LinkedHashMap<>();
        properties.forEach((name, text) -> values.put(name, new SentValue.Plain(text)));
        return new NewStore(
                "",
                storePath,
                typeId,
                containerId,
                createIfMissing,
                new SentProperties(values),
                null,
                null,
                false,
                Optional.empty());
    }

    /** What another store can be made like. */
    public static StoreTemplate of(UUID id, CertificateStore store) {
        Map<String, String> properties = new LinkedHashMap<>();
        List<String> secretProperties = store.properties().values().entrySet().stream()
                .filter(property -> property.getValue() instanceof StoreProperties.Value.Secret)
                .map(Map.Entry::getKey)
                .toList();
        store.properties().values().forEach((name, value) -> {
            if (value instanceof StoreProperties.Value.Text(String text)) {
                properties.put(name, text);
            }
        });
        return new StoreTemplate(
                id,
                store.type().id(),
                store.storePath(),
                store.containerId(),
                store.createIfMissing(),
                properties,
                secretProperties,
                store.passwordSecretId() != null);
    }
}
