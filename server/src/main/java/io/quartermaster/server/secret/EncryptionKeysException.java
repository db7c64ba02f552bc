package io.quartermaster.server.secret;

import org.jspecify.annotations.Nullable;

/** The encryption keys cannot be used. The message is for the person who starts the server, and names no key. */
public final class EncryptionKeysException extends RuntimeException {
    EncryptionKeysException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    EncryptionKeysException(String message) {
        this(message, null);
    }
}
