package io.quartermaster.agent.state;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quartermaster.agent.log.AgentLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Things of one kind, each in a JSON file of its own that only the owner may read. A file is written beside its place
 * and moved there, so that it is whole or not there. One thread at a time.
 */
final class JsonFolder<T> {
    /** Files that are read, at most. */
    static final int FILES_MAX = 10_000;

    private final Path folder;
    private final Class<T> kind;
    private final AgentLog log;
    private final ObjectMapper json = new ObjectMapper();

    private JsonFolder(Path folder, Class<T> kind, AgentLog log) {
        this.folder = folder;
        this.kind = kind;
        this.log = log;
    }

    /** Makes the folder if it is not there; the one above it is. */
    static <T> JsonFolder<T> open(Path folder, Class<T> kind, AgentLog log) throws IOException {
        Files.createDirectories(folder, ownerOnly(folder, "rwx------"));
        return new JsonFolder<>(folder, kind, log);
    }

    /**
     * Writes a file, in place of the one of that name.
     *
     * @param key letters, digits, hyphens
     * @param forced true: it survives a power failure from the moment that this returns
     */
    void write(String key, T content, boolean forced) throws IOException {
        Path file = file(key);
        Path beside = folder.resolve(key + ".json.new");
        Files.deleteIfExists(beside);
        try (FileChannel channel = FileChannel.open(
                beside,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                ownerOnly(folder, "rw-------"))) {
            ByteBuffer bytes = ByteBuffer.wrap(json.writeValueAsBytes(content));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            if (forced) {
                channel.force(true);
            }
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        if (forced) {
            forceFolder();
        }
    }

    /** As {@link #write}, for what may be lost: a failure is logged. */
    void save(String key, T content) {
        try {
            write(key, content, false);
        } catch (IOException e) {
            log.warn("The file " + file(key) + " cannot be written", e);
        }
    }

    void remove(String key) {
        try {
            Files.deleteIfExists(file(key));
        } catch (IOException e) {
            log.warn("The file " + file(key) + " cannot be deleted", e);
        }
    }

    /** Empty for a file that is missing or, which is logged, damaged. */
    Optional<T> find(String key) {
        return read(file(key));
    }

    /** All of them, in no particular order; damaged ones and those beyond {@link #FILES_MAX} are logged and left out. */
    List<T> all() {
        List<T> all = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.json")) {
            for (Path file : files) {
                if (all.size() == FILES_MAX) {
                    log.warn("More than " + FILES_MAX + " files are in " + folder + "; the others are left for later.");
                    break;
                }
                read(file).ifPresent(all::add);
            }
        } catch (IOException e) {
            log.warn("The folder " + folder + " cannot be read", e);
        }
        return all;
    }

    private Optional<T> read(Path file) {
        try {
            return Optional.of(json.readValue(Files.readAllBytes(file), kind));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            log.warn("The file " + file + " is damaged and left out.");
            return Optional.empty();
        }
    }

    private Path file(String key) {
        return folder.resolve(key + ".json");
    }

    /** Without this a power failure may undo the rename. Not every system can do it, and those lose nothing else. */
    private void forceFolder() {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            log.info("The folder " + folder + " cannot be forced to the disk here.");
        }
    }

    static FileAttribute<?>[] ownerOnly(Path folder, String permissions) {
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
