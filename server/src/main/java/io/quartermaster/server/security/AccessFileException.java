package io.quartermaster.server.security;

/** The access file cannot be read, written or understood. The message is a sentence for whoever runs the server. */
public final class AccessFileException extends RuntimeException {
    AccessFileException(String message) {
        super(message);
    }

    AccessFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
