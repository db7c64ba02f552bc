package io.quartermaster.server.control;

import static io.quartermaster.server.error.ErrorKind.MALFORMED;

import io.quartermaster.server.error.CommandException;
import org.jspecify.annotations.Nullable;

/** Checks of what several requests of this package have. */
final class Sent {
    /** Characters of a reason. */
    static final int REASON_LENGTH_MAX = 500;

    private Sent() {}

    /** @throws CommandException MALFORMED for a reason that is missing or too long: others have to understand it */
    static String reason(@Nullable String reason) {
        if (reason == null || reason.isBlank()) {
            throw new CommandException(MALFORMED, "Reason is required: others will want to know.");
        }
        if (reason.length() > REASON_LENGTH_MAX) {
            throw new CommandException(
                    MALFORMED,
                    "Reason may have at most " + REASON_LENGTH_MAX + " characters; this one has " + reason.length()
                            + ".");
        }
        return reason.strip();
    }
}
