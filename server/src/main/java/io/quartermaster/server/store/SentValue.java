package io.quartermaster.server.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.secret.SecretValue;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The value of a store's property, or its password, as a request may write it. Clients have four forms: plain
 * ({@code "x"}, {@code true}, {@code 5}), wrapped ({@code {"value": "x"}}), a secret ({@code {"value": {"SecretValue":
 * "x"}}}, the wrapping left out for passwords), and a reference to a secret provider ({@code {"Provider": 9,
 * "Parameters": {...}}}).
 */
sealed interface SentValue {
    /** What answers show in place of a secret. Sent back, it cannot be meant as the secret. */
    String MASK = "*".repeat(20);

    /** A value that may be shown, unless the store's type says that the property is secret. */
    record Plain(String text) implements SentValue {}

    /** A value that must never be shown. */
    record Secret(SecretValue value) implements SentValue {}

    /** Said to have no value, which is not the same as not mentioned. */
    record Nothing() implements SentValue {}

    /** What an answer showed in place of a secret, sent back: the secret that is there is meant to stay. */
    record Masked() implements SentValue {}

    /**
     * Reads any of the forms.
     *
     * @param field for messages, e.g. {@code Password} or {@code Properties: ServerPassword}
     * @throws CommandException MALFORMED, naming the field and never the value
     */
    static SentValue read(JsonNode node, String field) {
        JsonNode inner = node.isObject() ? member(node, "value") : null;
        JsonNode value = inner == null ? node : inner;
        if (value.isNull()) {
            return new Nothing();
        }
        if (value.isValueNode()) {
            return value.asText().equals(MASK) ? new Masked() : new Plain(plain(value.asText(), field));
        }
        JsonNode secret = value.isObject() ? member(value, "SecretValue") : null;
        if (secret != null && secret.isNull()) {
            return new Nothing();
        }
        if (secret != null && secret.isValueNode()) {
            return secret.asText().equals(MASK) ? new Masked() : new Secret(secret(secret.asText(), field));
        }
        JsonNode provider = value.isObject() ? member(value, "Provider") : null;
        if (provider != null && !provider.isNull()) {
            throw malformed(
                    field + " refers to a secret provider, and this server has none. Send {\"SecretValue\": ...}.");
        }
        throw malformed(field + " must be a text, {\"value\": ...}, {\"value\": {\"SecretValue\": ...}} or null.");
    }

    /** Where there is no secret that could stay. */
    static CommandException nothingBehindMask(String field) {
        return malformed(field + " is the mask that answers show in place of a secret. Send the secret itself.");
    }

    /** @throws CommandException MALFORMED for a text that is too long */
    static SecretValue secret(String text, String field) {
        if (text.length() > SecretValue.LENGTH_MAX) {
            throw malformed(field + " has " + text.length() + " characters; a secret has at most "
                    + SecretValue.LENGTH_MAX + ".");
        }
        return new SecretValue(text);
    }

    private static String plain(String text, String field) {
        if (text.length() > SecretValue.LENGTH_MAX) {
            throw malformed(field + " has " + text.length() + " characters; a value has at most "
                    + SecretValue.LENGTH_MAX + ".");
        }
        return text;
    }

    private static @Nullable JsonNode member(JsonNode object, String name) {
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            if (member.getKey().equalsIgnoreCase(name)) {
                return member.getValue();
            }
        }
        return null;
    }

    private static CommandException malformed(String message) {
        return new CommandException(ErrorKind.MALFORMED, message);
    }
}
