package io.quartermaster.server.store;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The properties of a store as a request gives them: a text that holds a JSON object.
 *
 * @param values by name as sent, in the order of the text
 */
record SentProperties(Map<String, SentValue> values) {
    /** Characters of the whole text, at most. */
    static final int LENGTH_MAX = 1_000_000;

    /** Properties, at most. */
    static final int COUNT_MAX = 500;

    /**
     * @param text null and blank are the same as {@code {}}
     * @throws CommandException MALFORMED, naming the property if it is about one, and never a value
     */
    static SentProperties read(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return new SentProperties(Map.of());
        }
        if (text.length() > LENGTH_MAX) {
            throw malformed("Properties has " + text.length() + " characters, more than " + LENGTH_MAX + ".");
        }
        JsonNode object;
        try {
            object = StoreJson.MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            // Without the parser's own words: they quote the text, which may hold a secret.
            JsonLocation place = e.getLocation();
            String where = place == null ? "" : " (line " + place.getLineNr() + ", column " + place.getColumnNr() + ")";
            throw malformed(
                    "Properties must be a text that holds a JSON object; what it holds is no JSON" + where + ".");
        }
        if (object == null || !object.isObject()) {
            throw malformed("Properties must be a text that holds a JSON object, such as {\"name\": \"value\"}.");
        }
        if (object.size() > COUNT_MAX) {
            throw malformed("Properties has " + object.size() + " members, more than " + COUNT_MAX + ".");
        }
        Map<String, SentValue> values = new LinkedHashMap<>();
        Map<String, String> names = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            String name = member.getKey();
            if (names.put(name.toLowerCase(Locale.ROOT), name) != null) {
                throw malformed("Properties: " + name + " is given twice.");
            }
            values.put(name, SentValue.read(member.getValue(), "Properties: " + name));
        }
        return new SentProperties(values);
    }

    private static CommandException malformed(String message) {
        return new CommandException(ErrorKind.MALFORMED, message);
    }
}
