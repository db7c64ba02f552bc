package io.quartermaster.server.operation;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the parameter that says where a list goes on: what its last answer had as {@code Next}. */
final class Cursors {
    private Cursors() {}

    /** Null at the start of a list. */
    static @Nullable UUID guid(@Nullable String after) {
        if (after == null) {
            return null;
        }
        try {
            return UUID.fromString(after);
        } catch (IllegalArgumentException e) {
            throw unreadable();
        }
    }

    /** 0 at the start of a list. */
    static long number(@Nullable String after) {
        try {
            return after == null ? 0 : Long.parseLong(after);
        } catch (NumberFormatException e) {
            throw unreadable();
        }
    }

    private static CommandException unreadable() {
        return new CommandException(ErrorKind.MALFORMED, "After must be Next of an answer of this list.");
    }
}
