package io.quartermaster.server.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.secret.SecretValue;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the entry parameters of requests: values are texts, numbers, booleans, null, or in one of the forms of secrets. */
final class JobFieldsJson {
    /** Parameters of one entry. */
    static final int COUNT_MAX = 500;

    private JobFieldsJson() {}

    /**
     * The values as texts; what has none is left out.
     *
     * @param where the member they stand in, for messages
     * @throws CommandException MALFORMED, naming the parameter and never the value
     */
    static Map<String, String> read(@Nullable Map<String, @Nullable Object> sent, String where) {
        if (sent == null) {
            return Map.of();
        }
        if (sent.size() > COUNT_MAX) {
            throw new CommandException(
                    ErrorKind.MALFORMED, where + " has " + sent.size() + " members, more than " + COUNT_MAX + ".");
        }
        Map<String, String> texts = new HashMap<>();
        sent.forEach((name, value) -> {
            JsonNode node = StoreJson.MAPPER.valueToTree(value);
            SentValue read = SentValue.read(node, where + ": " + name);
            if (read instanceof SentValue.Plain(String text)) {
                texts.put(name, text);
            } else if (read instanceof SentValue.Secret(SecretValue secret)) {
                texts.put(name, secret.reveal());
            } else if (!(read instanceof SentValue.Nothing)) {
                throw new CommandException(ErrorKind.MALFORMED, where + ": " + name + " has no value that could stay.");
            }
        });
        return texts;
    }
}
