package io.quartermaster.server.query;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A GUID as it is written: 32 hexadecimal digits in groups of 8-4-4-4-12, in any case. */
public final class WrittenGuid {
    // UUID.fromString also takes shorter groups, and means another id by them.
    private static final Pattern FORM =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private WrittenGuid() {}

    /** Empty for a text that is anything else, also for one with blanks around it, and for none. */
    public static Optional<UUID> read(@Nullable String text) {
        return text != null && FORM.matcher(text).matches() ? Optional.of(UUID.fromString(text)) : Optional.empty();
    }
}
