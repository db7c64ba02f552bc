package io.quartermaster.store.spi;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Where a store is, in the words of its type.
 *
 * @param path for stores that are files: the absolute path. Other types say themselves what it is
 * @param properties how the store is set up, which may name further files
 */
public record StoreLocation(String path, StoreProperties properties) {
    /** A store without properties. */
    public StoreLocation(String path) {
        this(path, StoreProperties.NONE);
    }

    /**
     * The path as that of a file on this machine.
     *
     * @throws StoreException when it is no path, or a relative one: the agent's working folder means nothing to the
     *     person who defined the store
     */
    public Path file() throws StoreException {
        return absolute("store path", path);
    }

    /**
     * The path in another text, as that of a file on this machine.
     *
     * @param what for the message: what the text is, e.g. {@code store path}
     * @throws StoreException as for {@link #file}
     */
    public static Path absolute(String what, String path) throws StoreException {
        Path file;
        try {
            file = Path.of(path);
        } catch (InvalidPathException e) {
            throw new StoreException(
                    "The " + what + " \"" + path + "\" is not a path on this machine: " + e.getReason() + ".", e);
        }
        if (!file.isAbsolute()) {
            throw new StoreException("The " + what + " \"" + path + "\" is not absolute.");
        }
        return file;
    }
}
