package io.quartermaster.server.error;

import java.util.List;

/**
 * An expected refusal. The message is a sentence for the person who sent the request and names the thing it is about; it
 * holds no secret and nothing about the inside of the server. Whatever else is thrown is a fault of the server and
 * reaches the sender without its text.
 */
public class CommandException extends RuntimeException {
    private final ErrorKind kind;
    private final List<FailedOperation> failedOperations;

    public CommandException(ErrorKind kind, String message) {
        this(kind, message, List.of());
    }

    /** @param failedOperations the members of a set that are to blame, in the order in which the sender should see them */
    public CommandException(ErrorKind kind, String message, List<FailedOperation> failedOperations) {
        super(message);
        this.kind = kind;
        this.failedOperations = List.copyOf(failedOperations);
    }

    public ErrorKind kind() {
        return kind;
    }

    /** Empty where the request was about one thing. Never null. */
    public List<FailedOperation> failedOperations() {
        return failedOperations;
    }

    /** Never null, unlike that of exceptions in general. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
