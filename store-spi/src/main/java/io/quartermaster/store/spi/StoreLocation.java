package io.quartermaster.store.spi;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Where a store is, in the words of its type.
 *
 * @param path for stores that are files: the absolute path. Other types say themselves what it is
 */
public record StoreLocation(String path) {
    /**
     * The path as that of a file on this machine.
     *
     * @throws StoreException when it is no path, or a relative one: the agent's working folder means nothing to the
     *     person who defined the store
     */
    public Path file() throws StoreException {
        Path file;
        try {
            file = Path.of(path);
        } catch (InvalidPathException e) {
            throw new StoreException(
                    "The store path \"" + path + "\" is not a path on this machine: " + e.getReason() + ".", e);
        }
        if (!file.isAbsolute()) {
            throw new StoreException("The store path \"" + path + "\" is not absolute.");
        }
        return file;
    }
}
