package io.quartermaster.server.db.embedded;

/**
 * The embedded PostgreSQL cannot be used. The message is one sentence or two for the person who starts the server, and
 * says what to do; it needs no stack trace. Data that was there is untouched.
 */
public final class EmbeddedPostgresException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public EmbeddedPostgresException(String message) {
        super(message);
    }

    public EmbeddedPostgresException(String message, Throwable cause) {
        super(message, cause);
    }
}
