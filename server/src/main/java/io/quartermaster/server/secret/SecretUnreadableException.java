package io.quartermaster.server.secret;

import org.jspecify.annotations.Nullable;

/** A stored secret cannot be decrypted. The server's fault, or its operator's: a key is missing or a row was changed. */
public final class SecretUnreadableException extends RuntimeException {
    SecretUnreadableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
