package io.quartermaster.server.security;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The file with accounts and roles. Only its owner may read or write it, since it holds hashes of passwords.
 *
 * <p>Programs that change it at the same time wait for each other; readers see either the old file or the new one.
 */
public final class AccessFile {
    public static final int BYTES_MAX = 16 * 1024 * 1024;

    private static final Set<PosixFilePermission> OWNER_ONLY =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    /** The group may read: a container platform that mounts the file as a secret can do no better. */
    private static final Set<PosixFilePermission> REFUSED =
            Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);

    /** A lock on a file is between processes only; within one it is refused instead of waited for. */
    private static final Object IN_THIS_PROCESS = new Object();

    private final Path path;

    public AccessFile(Path path) {
        this.path = path.toAbsolutePath();
    }

    public Path path() {
        return path;
    }

    /**
     * @return empty where there is no such file
     * @throws AccessFileException for a file that others may read, that is too large, or that is wrong in itself
     */
    public Optional<Access> read() {
        try {
            requireOwnerOnly();
            if (Files.size(path) > BYTES_MAX) {
                throw new AccessFileException(path + " is larger than " + BYTES_MAX + " bytes.");
            }
            return Optional.of(AccessDocument.read(Files.readString(path)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (CharacterCodingException e) {
            throw new AccessFileException(path + " is not UTF-8 text.", e);
        } catch (IOException e) {
            throw new AccessFileException("Cannot read " + path + ": " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new AccessFileException(path + ": " + e.getMessage(), e);
        }
    }

    private void requireOwnerOnly() throws IOException {
        if (!hasPosixPermissions()) {
            return;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
        if (permissions.stream().anyMatch(REFUSED::contains)) {
            throw new AccessFileException(path + " is open to other users ("
                    + PosixFilePermissions.toString(permissions) + "); run: chmod 600 " + path);
        }
    }

    /**
     * Replaces the content by what the change makes of it.
     *
     * @param change gets nothing for a file that does not exist yet
     * @return the new content
     * @throws AccessFileException when the file cannot be read, is wrong, or cannot be written; then it is unchanged
     */
    public Access change(Function<Optional<Access>, Access> change) {
        Path lock = path.resolveSibling(path.getFileName() + ".lock");
        synchronized (IN_THIS_PROCESS) {
            try {
                Files.createDirectories(folder());
                try (FileChannel channel =
                        FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                    channel.lock(); // until the channel is closed
                    Access changed = change.apply(read());
                    write(AccessDocument.write(changed));
                    return changed;
                }
            } catch (IOException e) {
                throw new AccessFileException("Cannot write " + path + ": " + e.getMessage(), e);
            }
        }
    }

    private Path folder() {
        return path.resolveSibling(".").normalize();
    }

    private void write(String content) throws IOException {
        FileAttribute<?>[] ownerOnly = hasPosixPermissions()
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
        Path draft = Files.createTempFile(folder(), path.getFileName() + ".", ".new", ownerOnly);
        try {
            try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            try {
                Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(draft, path, StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private boolean hasPosixPermissions() {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
