package io.quartermaster.server.cert;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that people note about certificates.
 *
 * @param name letters, digits, {@code _} and {@code -}; also a field of queries
 * @param validation a regular expression that a {@link MetadataType#STRING} must fit as a whole; null for any
 * @param enrollment whether it is asked for when a certificate is enrolled: 0 optional, 1 required, 2 hidden
 * @param message what is said to whoever sends what {@code validation} refuses
 * @param options of a {@link MetadataType#MULTIPLE_CHOICE}, between commas
 * @param defaultValue what a form begins with
 * @param allowApi kept and shown; the API may set every field
 * @param explicitUpdate kept and shown
 */
public record MetadataField(
        int id,
        String name,
        String description,
        MetadataType type,
        @Nullable String hint,
        @Nullable String validation,
        int enrollment,
        @Nullable String message,
        @Nullable String options,
        @Nullable String defaultValue,
        boolean allowApi,
        boolean explicitUpdate,
        int displayOrder) {
    public static final int OPTIONAL = 0;
    public static final int REQUIRED = 1;
    public static final int HIDDEN = 2;

    /** Without white space around them. */
    public List<String> choices() {
        return options == null
                ? List.of()
                : Arrays.stream(options.split(","))
                        .map(String::strip)
                        .filter(choice -> !choice.isEmpty())
                        .toList();
    }
}
