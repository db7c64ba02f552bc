package io.quartermaster.server.cert;

import org.jspecify.annotations.Nullable;

/** A file of certificates cannot be read. The message says why, as the end of a sentence that names the file. */
final class UnreadableFileException extends RuntimeException {
    UnreadableFileException(String message) {
        super(message);
    }

    UnreadableFileException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
