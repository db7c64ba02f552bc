package io.quartermaster.server.ca;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;

/**
 * No certificate was issued. The message is a sentence for the person who asked.
 *
 * <p>UNAVAILABLE when the same request may succeed later; else MALFORMED.
 */
public class IssueRefusedException extends CommandException {
    public IssueRefusedException(String message) {
        this(ErrorKind.MALFORMED, message);
    }

    public IssueRefusedException(ErrorKind kind, String message) {
        super(kind, message);
    }

    /** Whether the same request may succeed later. */
    public boolean isPassing() {
        return kind() == ErrorKind.UNAVAILABLE;
    }
}
