package io.quartermaster.store.types.change;

import io.quartermaster.store.spi.StoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps others from changing a store: other threads of this process, and other agents where the file system has locks.
 * The system gives the lock up when the process ends, however that happens; an empty file then stays until the next change
 * or recovery.
 *
 * <p>The locks of a process belong to its files, not to its handles: closing any handle gives them up. So threads exclude
 * each other by {@link #HELD} before a file is opened.
 */
final class StoreLock implements AutoCloseable {
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();
    private static final int TRIES_MAX = 10;

    private final Disk disk;
    private final List<Path> held = new ArrayList<>();
    private final List<FileChannel> channels = new ArrayList<>();

    private StoreLock(Disk disk) {
        this.disk = disk;
    }

    /**
     * Takes the locks of all files, or none.
     *
     * @throws StoreException when somebody else has one, or the folder cannot be written to
     */
    static StoreLock take(Disk disk, List<Path> files) throws StoreException, IOException {
        StoreLock lock = new StoreLock(disk);
        boolean taken = false;
        try {
            for (Path file : files.stream().sorted().toList()) {
                lock.take(file);
            }
            taken = true;
            return lock;
        } finally {
            if (!taken) {
                lock.close();
            }
        }
    }

    private void take(Path file) throws StoreException, IOException {
        if (!HELD.add(file)) {
            throw new StoreException("Another job is changing " + file + " at the moment.");
        }
        held.add(file);
        Path path = Beside.lock(file);
        for (int tries = 0; tries < TRIES_MAX; tries++) {
            FileChannel channel = openAndLock(file, path);
            if (channel != null) {
                channels.add(channel);
                return;
            }
        }
        throw new StoreException("Another agent is changing " + file + " at the moment.");
    }

    /** Null when the file was deleted by its last holder before it was locked here: then the lock means nothing. */
    private @Nullable FileChannel openAndLock(Path file, Path path) throws StoreException, IOException {
        disk.before("lock", path);
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            try {
                Files.createFile(path, Disk.ownerOnly(path));
            } catch (FileAlreadyExistsException e) {
                // Somebody was faster.
            }
        }
        Object before = identity(path);
        FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        boolean good = false;
        try {
            if (!lock(channel)) {
                throw new StoreException("Another agent is changing " + file + " at the moment.");
            }
            Object after = identity(path);
            good = before == null ? after == null && Files.exists(path) : before.equals(after);
            return good ? channel : null;
        } finally {
            if (!good) {
                channel.close();
            }
        }
    }

    /** False when another process has the lock. */
    private static boolean lock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        } catch (IOException e) {
            // A file system without locks (some network ones): then there is none to take.
            return true;
        }
    }

    private static @Nullable Object identity(Path path) throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .fileKey();
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** Gives the locks up. */
    @Override
    public void close() {
        try {
            for (int i = 0; i < channels.size(); i++) {
                disk.delete(Beside.lock(held.get(i)));
            }
        } catch (IOException e) {
            // An empty file stays.
        } finally {
            for (FileChannel channel : channels) {
                try {
                    channel.close();
                } catch (IOException e) {
                    // The system gives the lock up with the process.
                }
            }
            channels.clear();
            held.forEach(HELD::remove);
            held.clear();
        }
    }
}
