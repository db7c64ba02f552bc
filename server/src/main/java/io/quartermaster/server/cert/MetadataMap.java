package io.quartermaster.server.cert;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads metadata of requests: names with texts, numbers, truths or nothing. */
final class MetadataMap {
    private MetadataMap() {}

    /** @throws io.quartermaster.server.error.CommandException MALFORMED for lists and objects */
    static Map<String, @Nullable String> texts(@Nullable Map<String, @Nullable Object> sent) {
        Map<String, @Nullable String> texts = new LinkedHashMap<>();
        if (sent != null) {
            sent.forEach((name, value) -> texts.put(name, text(name, value)));
        }
        return texts;
    }

    private static @Nullable String text(String name, @Nullable Object value) {
        if (value instanceof Map || value instanceof Collection) {
            throw CertificateText.malformed("Metadata " + CertificateText.quoted(name) + ": expected a text.");
        }
        return value == null ? null : value.toString();
    }
}
