package io.quartermaster.server.operation;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.job.StorableText;
import org.jspecify.annotations.Nullable;

/** Why somebody gives a command, in words of their own. */
final class Reasons {
    static final int LENGTH_MAX = 1_000;

    private Reasons() {}

    /**
     * @return null for a blank one
     * @throws CommandException MALFORMED for one that is too long, or cannot be stored
     */
    static @Nullable String checked(@Nullable String reason) {
        if (reason == null || reason.isBlank()) {
            return null;
        }
        if (reason.length() > LENGTH_MAX) {
            throw new CommandException(
                    ErrorKind.MALFORMED,
                    "Reason may have at most " + LENGTH_MAX + " characters; this request has " + reason.length() + ".");
        }
        if (!StorableText.isStorable(reason)) {
            throw new CommandException(ErrorKind.MALFORMED, "Reason must be text without the character U+0000.");
        }
        return reason.strip();
    }
}
