package io.quartermaster.server.db.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A folder in which the account that runs PostgreSQL can place links, while root reads and deletes there. None is followed,
 * also not one that takes the place of a file or a folder at this very moment: every step goes from an open folder to a
 * name in it. The place of the folder itself is trusted.
 *
 * <p>One thread at a time.
 */
record UntrustedFolder(Path path) {
    private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

    /** The end of a file, at most so many bytes of it; empty if it is not there or no plain file. */
    Optional<String> tail(String name, int bytesMax) throws IOException {
        try (SecureDirectoryStream<Path> folder = opened(path)) {
            return tail(folder, Path.of(name), bytesMax);
        }
    }

    /** The same of the newest plain file of a folder in this one that was changed at or after a time; else empty. */
    Optional<String> tailOfNewest(String folderName, long sinceMillis, int bytesMax) throws IOException {
        Path inner = Path.of(folderName);
        try (SecureDirectoryStream<Path> outer = opened(path)) {
            if (attributes(outer, inner)
                    .filter(BasicFileAttributes::isDirectory)
                    .isEmpty()) {
                return Optional.empty();
            }
            try (SecureDirectoryStream<Path> folder = opened(outer, inner)) {
                Optional<Path> newest = newest(folder, sinceMillis);
                return newest.isPresent() ? tail(folder, newest.get(), bytesMax) : Optional.empty();
            }
        }
    }

    private static Optional<Path> newest(SecureDirectoryStream<Path> folder, long sinceMillis) throws IOException {
        Optional<Path> newest = Optional.empty();
        long newestMillis = sinceMillis;
        for (Path name : names(folder)) {
            Optional<BasicFileAttributes> file = attributes(folder, name);
            long millis = file.map(found -> found.lastModifiedTime().toMillis()).orElse(0L);
            if (file.isPresent() && file.get().isRegularFile() && millis >= newestMillis) {
                newest = Optional.of(name);
                newestMillis = millis;
            }
        }
        return newest;
    }

    /** Deletes a folder in this one with all that is in it, if it is there. */
    void deleteTree(String name) throws IOException {
        try (SecureDirectoryStream<Path> folder = opened(path)) {
            delete(folder, Path.of(name));
        }
    }

    private static void delete(SecureDirectoryStream<Path> folder, Path name) throws IOException {
        Optional<BasicFileAttributes> file = attributes(folder, name);
        if (file.isEmpty()) {
            return;
        }
        if (!file.get().isDirectory()) {
            folder.deleteFile(name);
            return;
        }
        try (SecureDirectoryStream<Path> inner = opened(folder, name)) {
            for (Path inside : names(inner)) {
                delete(inner, inside);
            }
        }
        folder.deleteDirectory(name);
    }

    private static Optional<String> tail(SecureDirectoryStream<Path> folder, Path name, int bytesMax)
            throws IOException {
        // A pipe would hold whoever opens it, so it is looked at first.
        if (attributes(folder, name).filter(BasicFileAttributes::isRegularFile).isEmpty()) {
            return Optional.empty();
        }
        try (SeekableByteChannel file = folder.newByteChannel(name, READ)) {
            file.position(Math.max(0, file.size() - bytesMax));
            ByteBuffer bytes = ByteBuffer.allocate(bytesMax);
            while (bytes.hasRemaining() && file.read(bytes) >= 0) {
                // until it is whole
            }
            return Optional.of(StandardCharsets.UTF_8.decode(bytes.flip()).toString());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static Optional<BasicFileAttributes> attributes(SecureDirectoryStream<Path> folder, Path name)
            throws IOException {
        try {
            return Optional.of(
                    folder.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                            .readAttributes());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static List<Path> names(SecureDirectoryStream<Path> folder) {
        List<Path> names = new ArrayList<>();
        folder.forEach(entry -> names.add(entry.getFileName()));
        return names;
    }

    @SuppressWarnings("StreamResourceLeak") // handed out open, or closed here
    private static SecureDirectoryStream<Path> opened(Path folder) throws IOException {
        DirectoryStream<Path> stream = Files.newDirectoryStream(folder);
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return secure;
        }
        stream.close();
        throw new IOException("the file system of " + folder + " cannot be read without following links");
    }

    private static SecureDirectoryStream<Path> opened(SecureDirectoryStream<Path> outer, Path name) throws IOException {
        return outer.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
    }
}
