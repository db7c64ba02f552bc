package io.quartermaster.server.store;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** GUIDs in requests: 32 hexadecimal digits with dashes, in any case. */
final class Guids {
    // UUID.fromString also takes shorter groups, and means another id by them.
    private static final Pattern FORM =
            Pattern.compile("\\p{XDigit}{8}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{12}");

    private Guids() {}

    /** @throws CommandException MALFORMED naming the field */
    static UUID read(@Nullable String text, String field) {
        String stripped = text == null ? "" : text.strip();
        if (!FORM.matcher(stripped).matches()) {
            throw new CommandException(
                    ErrorKind.MALFORMED, field + ": expected a GUID (8-4-4-4-12 hexadecimal digits).");
        }
        return UUID.fromString(stripped);
    }
}
