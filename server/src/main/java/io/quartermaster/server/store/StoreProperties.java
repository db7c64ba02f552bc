package io.quartermaster.server.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quartermaster.server.db.Ids;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.secret.SecretValue;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The properties a store has. Immutable.
 *
 * @param values by name as the type spells it
 */
public record StoreProperties(Map<String, Value> values) {
    /** The value of one property. */
    public sealed interface Value {
        /** Shown as it is. */
        record Text(String text) implements Value {}

        /** Kept as a secret, of which only the id is known here. */
        record Secret(UUID secretId) implements Value {}
    }

    /**
     * Properties that are new, with the secrets to be stored for them.
     *
     * @param secrets by the ids that the properties name
     */
    record Checked(StoreProperties properties, Map<UUID, SecretValue> secrets) {}

    private static final String SECRET_MEMBER = "secret";

    /** PostgreSQL has no text with this character. */
    private static final String NUL = "\u0000";

    public StoreProperties {
        values = new LinkedHashMap<>(values);
    }

    /**
     * Holds what was sent against a type: names must be known, what is missing takes its default, and a required property
     * must have a value. Whatever the type calls secret becomes one, and so does whatever was sent as one.
     *
     * @throws CommandException MALFORMED, naming the property and never a value
     */
    static Checked check(StoreType type, SentProperties sent, Ids ids) {
        return check(type, sent, new Before(new StoreProperties(Map.of()), false), ids);
    }

    /**
     * What a store has so far, when it is given properties anew.
     *
     * @param unmentionedSecretsStay a secret that is not mentioned is meant to stay, as answers never tell it
     */
    record Before(StoreProperties properties, boolean unmentionedSecretsStay) {
        /** Whether a secret stays: it was sent back as answers show it, its mask or its id. */
        private boolean keeps(Value.Secret secret, @Nullable SentValue sent) {
            return switch (sent) {
                case null -> unmentionedSecretsStay;
                case SentValue.Masked() -> true;
                case SentValue.Plain(String text) ->
                    text.equalsIgnoreCase(secret.secretId().toString());
                case SentValue.Secret(SecretValue value) ->
                    value.reveal().equalsIgnoreCase(secret.secretId().toString());
                case SentValue.Nothing() -> false;
            };
        }
    }

    /**
     * The same for a store that is there: secrets that were sent back as answers show them stay what they are.
     *
     * @throws CommandException MALFORMED, naming the property and never a value
     */
    static Checked check(StoreType type, SentProperties sent, Before before, Ids ids) {
        List<PropertyKind> kinds = PropertyKind.of(type.definition());
        Map<String, SentValue> byName = new HashMap<>();
        sent.values()
                .forEach((name, value) -> byName.put(known(type, kinds, name).name(), value));
        Map<String, Value> values = new LinkedHashMap<>();
        Map<UUID, SecretValue> secrets = new LinkedHashMap<>();
        for (PropertyKind kind : kinds) {
            if (before.properties().values().get(kind.name()) instanceof Value.Secret secret
                    && before.keeps(secret, byName.get(kind.name()))) {
                values.put(kind.name(), secret);
                continue;
            }
            SentValue value = withDefault(kind, byName.get(kind.name()));
            switch (value) {
                case SentValue.Nothing() -> {}
                case SentValue.Masked() -> throw SentValue.nothingBehindMask(field(kind));
                case SentValue.Plain(String text)
                when kind.secret() ->
                    values.put(kind.name(), secret(SentValue.secret(text, field(kind)), secrets, ids));
                case SentValue.Plain(String text) -> values.put(kind.name(), new Value.Text(text(kind, text)));
                case SentValue.Secret(SecretValue secret) -> values.put(kind.name(), secret(secret, secrets, ids));
            }
        }
        return new Checked(new StoreProperties(values), secrets);
    }

    private static PropertyKind known(StoreType type, List<PropertyKind> kinds, String name) {
        return PropertyKind.named(kinds, name)
                .orElseThrow(() -> malformed("Properties: " + type.shortName() + " stores have no property " + name
                        + ", only " + kinds.stream().map(PropertyKind::name).collect(Collectors.joining(", ")) + "."));
    }

    /** An empty text is how forms send nothing; a secret may be said to have no value, which the default does not undo. */
    private static SentValue withDefault(PropertyKind kind, @Nullable SentValue sent) {
        if (sent != null && !sent.equals(new SentValue.Plain("")) && !(sent instanceof SentValue.Nothing)) {
            return sent;
        }
        if (sent instanceof SentValue.Nothing && kind.secret()) {
            return sent;
        }
        String defaultText = kind.defaultText();
        if (defaultText != null) {
            return new SentValue.Plain(defaultText);
        }
        if (kind.required()) {
            throw malformed(field(kind) + " is required and has no default.");
        }
        return new SentValue.Nothing();
    }

    private static Value secret(SecretValue secret, Map<UUID, SecretValue> secrets, Ids ids) {
        UUID id = ids.next();
        secrets.put(id, secret);
        return new Value.Secret(id);
    }

    private static String text(PropertyKind kind, String text) {
        if (text.contains(NUL)) {
            throw malformed(field(kind) + " contains the character with the number 0.");
        }
        if (!kind.bool()) {
            return text;
        }
        if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
            throw malformed(field(kind) + " must be true or false.");
        }
        // Agents compare with the lower-case words.
        return text.equalsIgnoreCase("true") ? "true" : "false";
    }

    private static String field(PropertyKind kind) {
        return "Properties: " + kind.name();
    }

    /** As in the column: {@code {"name": "text", "other": {"secret": "id"}}}. */
    String toColumn() {
        ObjectNode object = StoreJson.MAPPER.createObjectNode();
        values.forEach((name, value) -> {
            switch (value) {
                case Value.Text(String text) -> object.put(name, text);
                case Value.Secret(UUID id) -> object.putObject(name).put(SECRET_MEMBER, id.toString());
            }
        });
        return object.toString();
    }

    static StoreProperties fromColumn(String json) {
        Map<String, Value> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> member : StoreJson.tree(json).properties()) {
            JsonNode value = member.getValue();
            values.put(
                    member.getKey(),
                    value.isObject()
                            ? new Value.Secret(
                                    UUID.fromString(value.path(SECRET_MEMBER).asText()))
                            : new Value.Text(value.asText()));
        }
        return new StoreProperties(values);
    }

    /** The ids of the secrets among the values. */
    List<UUID> secretIds() {
        return values.values().stream()
                .filter(Value.Secret.class::isInstance)
                .map(value -> ((Value.Secret) value).secretId())
                .toList();
    }

    /** For lists and the answer to a creation: every value a text, secrets by their ids. */
    String withSecretIds(StoreType type) {
        ObjectNode object = StoreJson.MAPPER.createObjectNode();
        inOrderOf(type).forEach((name, value) -> {
            switch (value) {
                case Value.Text(String text) -> object.put(name, text);
                case Value.Secret(UUID id) -> object.put(name, id.toString());
            }
        });
        return object.toString();
    }

    /** For the answer about one store: in place of each secret what is known of it, also of one that has no value. */
    String withSecretViews(StoreType type) {
        ObjectNode object = StoreJson.MAPPER.createObjectNode();
        Map<String, Value> ordered = inOrderOf(type);
        ordered.forEach((name, value) -> {
            switch (value) {
                case Value.Text(String text) -> object.put(name, text);
                case Value.Secret(UUID id) -> object.set(name, StoreJson.MAPPER.valueToTree(SecretView.of(true)));
            }
        });
        type.definition().properties().stream()
                .filter(property -> property.isSecret() && !ordered.containsKey(property.name()))
                .forEach(property -> object.set(property.name(), StoreJson.MAPPER.valueToTree(SecretView.of(false))));
        return object.toString();
    }

    private Map<String, Value> inOrderOf(StoreType type) {
        Map<String, Value> ordered = new LinkedHashMap<>();
        for (PropertyKind kind : PropertyKind.of(type.definition())) {
            Value value = values.get(kind.name());
            if (value != null) {
                ordered.put(kind.name(), value);
            }
        }
        values.forEach(ordered::putIfAbsent);
        return ordered;
    }

    private static CommandException malformed(String message) {
        return new CommandException(ErrorKind.MALFORMED, message);
    }
}
