package io.quartermaster.store.types.change;

import io.quartermaster.store.spi.StoreChange;
import io.quartermaster.store.spi.StoreException;
import io.quartermaster.store.spi.StoreLocation;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The one or two files of a store, and the way to change them together.
 *
 * <h2>How</h2>
 *
 * With the store locked: a journal says what is to come; the former contents are copied beside their files and the new
 * ones written there, all readable by their owner only before anything is in them; the new ones get owner, group and mode
 * of the old, are forced to the disk and read back with the store's own parser; if the store is still what was read, they
 * are renamed into place, and read back once more. Commit turns the journal and makes backups of the former contents;
 * anything else puts these back. A process that ends anywhere leaves the journal, and {@link #recover} does the rest.
 *
 * <p>Links are followed and stay: what is replaced is the file that a link leads to. A file with several names (hard
 * links) is replaced under this name only.
 */
public final class StoreFiles {
    /** Backups of each file unless the store says otherwise. */
    public static final int BACKUPS_USUAL = 3;

    /** Backups of each file, at most. */
    public static final int BACKUPS_MAX = 20;

    private final Disk disk;
    private final List<Path> paths;
    private final int backups;

    private StoreFiles(Disk disk, List<Path> paths, int backups) {
        this.disk = disk;
        this.paths = paths;
        this.backups = backups;
    }

    /**
     * The files of a store; the property {@code Backups} says how many former contents are kept.
     *
     * @param files the store's own first; they need not be there, but their folders are
     * @throws StoreException when a folder is not there, or a file is a link to nothing
     */
    public static StoreFiles of(Disk disk, StoreLocation location, List<Path> files) throws StoreException {
        List<Path> paths = new ArrayList<>();
        for (Path file : files) {
            Path path = behindLinks(file);
            if (paths.contains(path)) {
                throw new StoreException("The store's certificate and its private key are both to be in " + file
                        + ": give them two files, or set separatePrivateKey to false.");
            }
            paths.add(path);
        }
        return new StoreFiles(disk, paths, location.properties().number("Backups", BACKUPS_USUAL, 0, BACKUPS_MAX));
    }

    private static Path behindLinks(Path file) throws StoreException {
        try {
            return file.toRealPath();
        } catch (NoSuchFileException e) {
            return inFolderBehindLinks(file, e);
        } catch (IOException e) {
            throw FileTrouble.sentence(file, "looked up", e);
        }
    }

    private static Path inFolderBehindLinks(Path file, NoSuchFileException missing) throws StoreException {
        Path folder = file.getParent();
        if (Files.isSymbolicLink(file)) {
            throw new StoreException(file + " is a link to a file that is not there.", missing);
        }
        if (folder == null || file.getFileName() == null) {
            throw new StoreException(file + " is a folder, not a file.", missing);
        }
        try {
            return folder.toRealPath().resolve(file.getFileName());
        } catch (NoSuchFileException | FileSystemLoopException e) {
            throw new StoreException("There is no folder " + folder + ".", e);
        } catch (IOException e) {
            throw FileTrouble.sentence(folder, "looked up", e);
        }
    }

    /**
     * Changes the files.
     *
     * @param edit says what they are to become; called once, with the store locked
     * @throws StoreException when that is impossible; the files are then as they were
     */
    public StoreChange change(Edit edit) throws StoreException {
        // An interrupt would close the files under our hands; it is heeded afterwards.
        boolean interrupted = Thread.interrupted();
        try {
            return changeNow(edit);
        } finally {
            reinterrupt(interrupted);
        }
    }

    private StoreChange changeNow(Edit edit) throws StoreException {
        StoreLock lock = lock();
        boolean handedOver = false;
        try {
            recoverLocked();
            StoreContent former = StoreContent.read(paths);
            Edited edited = edit.of(former);
            if (edited.files().isEmpty()) {
                return new NoChange(edited.alias());
            }
            StoreChange change = FileChange.make(disk, lock, backups, former, edited);
            handedOver = true;
            return change;
        } finally {
            if (!handedOver) {
                lock.close();
            }
        }
    }

    /** Does for these files what {@link io.quartermaster.store.spi.ChangingJob#recover} promises. */
    public Optional<String> recover() throws StoreException {
        Path first = paths.getFirst();
        boolean nothing = !Files.exists(Beside.journal(first)) && !Files.exists(Beside.newJournal(first));
        for (Path path : paths) {
            nothing &= !Files.exists(Beside.lock(path));
        }
        if (nothing) {
            return Optional.empty();
        }
        boolean interrupted = Thread.interrupted();
        try (StoreLock _ = lock()) {
            return recoverLocked();
        } finally {
            reinterrupt(interrupted);
        }
    }

    static void reinterrupt(boolean interrupted) {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private StoreLock lock() throws StoreException {
        try {
            return StoreLock.take(disk, paths);
        } catch (IOException e) {
            throw FileTrouble.sentence(paths.getFirst(), "changed", e);
        }
    }

    private Optional<String> recoverLocked() throws StoreException {
        Path first = paths.getFirst();
        try {
            disk.delete(Beside.newJournal(first));
            Journal journal = Journal.beside(first).orElse(null);
            if (journal == null) {
                return Optional.empty();
            }
            requireOwn(journal);
            if (journal.committed()) {
                Ending.finish(disk, journal);
                return Optional.of("An earlier change of " + first + " was complete; its backups were put in order.");
            }
            return Optional.of(
                    Ending.takeBack(disk, journal)
                            ? "An earlier change of " + first + " was interrupted and has been taken back."
                            : "An earlier change of " + first
                                    + " was interrupted, and somebody else changed the store afterwards: it was left as it"
                                    + " is, and its former content is kept as a backup.");
        } catch (IOException e) {
            throw FileTrouble.sentence(first, "recovered from an interrupted change", e);
        }
    }

    /** Whoever may write in the store's folder can put a journal there; it must not lead to files elsewhere. */
    private void requireOwn(Journal journal) throws StoreException {
        for (Journal.Written file : journal.files()) {
            if (!paths.contains(file.path())) {
                throw new StoreException("The journal beside " + paths.getFirst() + " names the file " + file.path()
                        + ", which is not one of the store's files now: give the store back the properties that it had,"
                        + " or look what lies beside both files and delete the journal.");
            }
        }
    }

    /** Whether a file's name is one that changes use; such a file is no store. */
    public static boolean isOurs(String fileName) {
        return Beside.isOurs(fileName);
    }

    /** What a store's files are to become. */
    @FunctionalInterface
    public interface Edit {
        /**
         * Decides.
         *
         * @throws StoreException when it cannot be done; nothing is changed then
         */
        Edited of(StoreContent former) throws StoreException;
    }

    private record NoChange(String alias) implements StoreChange {
        @Override
        public boolean changed() {
            return false;
        }

        @Override
        public void commit() {}

        @Override
        public void rollBack() {}

        @Override
        public void close() {}
    }
}
