package io.quartermaster.store.types;

import io.quartermaster.store.spi.StoreException;
import io.quartermaster.store.spi.StoreLocation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A store that is one file, read whole.
 *
 * @param path for messages
 * @param content all of it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record StoreFile(Path path, byte[] content) {
    /** Bytes of a store file, at most: a hundred times the CA bundle of a large distribution. */
    public static final int FILE_BYTES_MAX = 32 * 1024 * 1024;

    /** Entries of a store, at most; blocks of a PEM file and bags of a PKCS#12 file count as well. */
    public static final int ENTRIES_MAX = 50_000;

    /**
     * Reads the file; links are followed.
     *
     * @throws StoreException when it is missing, not an ordinary file (a pipe would never end), not readable or larger
     *     than {@link #FILE_BYTES_MAX}
     */
    public static StoreFile read(StoreLocation location) throws StoreException {
        return read(location, FILE_BYTES_MAX);
    }

    static StoreFile read(StoreLocation location, int bytesMax) throws StoreException {
        Path path = location.file();
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (attributes.isDirectory()) {
                throw new StoreException(path + " is a folder, not a file.");
            }
            if (!attributes.isRegularFile()) {
                throw new StoreException(path + " is not an ordinary file.");
            }
            try (InputStream file = Files.newInputStream(path)) {
                byte[] content = file.readNBytes(bytesMax + 1);
                if (content.length > bytesMax) {
                    throw new StoreException(path + " is larger than " + bytesMax + " bytes, the most that is read.");
                }
                return new StoreFile(path, content);
            }
        } catch (NoSuchFileException e) {
            throw new StoreException("There is no file " + path + ".", e);
        } catch (AccessDeniedException e) {
            throw new StoreException("The agent's user may not read " + path + ".", e);
        } catch (FileSystemException e) {
            throw new StoreException(path + " cannot be read: " + e.getReason() + ".", e);
        } catch (IOException e) {
            throw new StoreException(path + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    /** True when the content begins with these bytes, each 0 to 255. */
    public boolean beginsWith(int... magic) {
        if (content.length < magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if (Byte.toUnsignedInt(content[i]) != magic[i]) {
                return false;
            }
        }
        return true;
    }
}
