package io.quartermaster.store.types.change;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * The steps by which files are changed. Each announces itself by {@link #before} and then does one thing, so that a test
 * can end the world between any two of them. Safe for many threads.
 */
public class Disk {
    /** The disk as it is. */
    public static final Disk REAL = new Disk();

    /** Bytes written in one step. */
    static final int CHUNK_BYTES = 4096;

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    /** Called before each step. */
    protected void before(String step, Path path) throws IOException {}

    /** Makes or replaces a file that only its owner may read, before anything is in it, and forces it to the disk. */
    final void writePrivate(Path path, byte[] content) throws IOException {
        delete(path);
        before("create", path);
        // Made and opened in one step: whoever may write in the folder cannot put a link there in between.
        try (FileChannel file = FileChannel.open(
                path, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly(path))) {
            for (int from = 0; from < content.length; from += CHUNK_BYTES) {
                before("write", path);
                ByteBuffer chunk = ByteBuffer.wrap(content, from, Math.min(CHUNK_BYTES, content.length - from));
                while (chunk.hasRemaining()) {
                    file.write(chunk);
                }
            }
            before("force", path);
            file.force(true);
        }
    }

    /** Moves a file onto another in one step that no reader sees half of. */
    final void rename(Path from, Path to) throws IOException {
        before("rename", to);
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Deletes a file if it is there. */
    final void delete(Path path) throws IOException {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            before("delete", path);
            Files.deleteIfExists(path);
        }
    }

    /** Makes what happened to the names in a folder last, where the system can do that. */
    final void forceFolderOf(Path path) throws IOException {
        Path folder = folderOf(path);
        before("force", folder);
        if (posix(path)) {
            try (FileChannel opened = FileChannel.open(folder, StandardOpenOption.READ)) {
                opened.force(true);
            }
        }
    }

    /** Who owns a file and what they may do with it; empty where the system has no such thing. */
    final Optional<PosixFileAttributes> attributes(Path path) throws IOException {
        return posix(path) ? Optional.of(Files.readAttributes(path, PosixFileAttributes.class)) : Optional.empty();
    }

    /** Gives a file an owner, a group and a mode; the mode last, as it may open the file to others. */
    final void give(Path path, PosixFileAttributes wanted) throws IOException {
        before("give", path);
        PosixFileAttributeView view =
                Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        PosixFileAttributes now = view.readAttributes();
        if (!now.owner().equals(wanted.owner())) {
            view.setOwner(wanted.owner());
        }
        if (!now.group().equals(wanted.group())) {
            view.setGroup(wanted.group());
        }
        before("give", path);
        view.setPermissions(wanted.permissions());
    }

    /** Lets everybody read a file that holds nothing secret. */
    final void open(Path path) throws IOException {
        before("give", path);
        PosixFileAttributeView view =
                Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (view != null) {
            view.setPermissions(PosixFilePermissions.fromString("rw-r--r--"));
        }
    }

    static Path folderOf(Path file) {
        Path folder = file.getParent();
        return folder == null ? file : folder;
    }

    static FileAttribute<?>[] ownerOnly(Path path) {
        return posix(path)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
    }

    private static boolean posix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
