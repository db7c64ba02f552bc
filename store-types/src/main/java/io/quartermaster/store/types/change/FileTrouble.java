package io.quartermaster.store.types.change;

import io.quartermaster.store.spi.StoreException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What went wrong with a file, as a sentence. */
final class FileTrouble {
    private FileTrouble() {}

    /**
     * The sentence.
     *
     * @param path of the store
     * @param done what could not be done to it, e.g. {@code changed}
     */
    static StoreException sentence(Path path, String done, IOException cause) {
        String reason = reason(cause);
        String lower = reason.toLowerCase(Locale.ROOT);
        if (lower.contains("no space left") || lower.contains("quota exceeded")) {
            return new StoreException(path + " was not " + done + ", because the disk is full.", cause);
        }
        if (cause instanceof AccessDeniedException denied) {
            return new StoreException(
                    path + " was not " + done + ": the agent's user has no permission for " + denied.getFile() + ".",
                    cause);
        }
        return new StoreException(path + " was not " + done + ": " + reason + ".", cause);
    }

    private static String reason(IOException cause) {
        @Nullable String reason = cause instanceof FileSystemException system ? system.getReason() : cause.getMessage();
        if (reason == null || reason.isBlank()) {
            return "the file system gives no reason";
        }
        String line = reason.replaceAll("\\s+", " ").strip();
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }
}
