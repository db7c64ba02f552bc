package io.quartermaster.store.types.change;

import io.quartermaster.store.spi.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The two ends of a change: taken back, or finished. Each may be interrupted anywhere and begun again, since the journal
 * goes last.
 */
final class Ending {
    private Ending() {}

    /**
     * Puts the former contents back. A file that is neither what it was nor what it became was changed by somebody else;
     * then all files stay as they are, and the former contents become backups.
     *
     * @return whether the store is as it was
     */
    static boolean takeBack(Disk disk, Journal journal) throws StoreException, IOException {
        for (Journal.Written file : journal.files()) {
            disk.delete(Beside.next(file.path()));
        }
        boolean ours = true;
        for (Journal.Written file : journal.files()) {
            String now = Digest.of(file.path());
            ours &= now.equals(file.before()) || now.equals(file.after());
        }
        if (!ours) {
            finish(disk, journal);
            return false;
        }
        for (Journal.Written file : journal.files()) {
            restore(disk, file);
        }
        forceFolders(disk, journal);
        for (Journal.Written file : journal.files()) {
            disk.delete(Beside.former(file.path()));
        }
        forceFolders(disk, journal);
        journal.delete(disk);
        return true;
    }

    private static void restore(Disk disk, Journal.Written file) throws StoreException, IOException {
        if (Digest.of(file.path()).equals(file.before())) {
            return;
        }
        if (file.before().equals(Digest.ABSENT)) {
            disk.delete(file.path());
            return;
        }
        Path former = Beside.former(file.path());
        if (!Digest.of(former).equals(file.before())) {
            throw new StoreException(
                    file.path() + " cannot be put back as it was: its former content is not in " + former + ".");
        }
        Optional<PosixFileAttributes> attributes = disk.attributes(file.path());
        if (attributes.isPresent()) {
            disk.give(former, attributes.get());
        }
        disk.rename(former, file.path());
    }

    /** Makes backups of the former contents. */
    static void finish(Disk disk, Journal journal) throws IOException {
        for (Journal.Written file : journal.files()) {
            keepFormer(disk, file.path(), journal.backups());
        }
        forceFolders(disk, journal);
        journal.delete(disk);
    }

    private static void keepFormer(Disk disk, Path file, int backups) throws IOException {
        Path former = Beside.former(file);
        if (!Files.exists(former)) {
            return;
        }
        for (int number = Math.max(backups, 1); number <= StoreFiles.BACKUPS_MAX; number++) {
            disk.delete(Beside.backup(file, number));
        }
        for (int number = backups - 1; number >= 1; number--) {
            if (Files.exists(Beside.backup(file, number))) {
                disk.rename(Beside.backup(file, number), Beside.backup(file, number + 1));
            }
        }
        if (backups == 0) {
            disk.delete(former);
        } else {
            disk.rename(former, Beside.backup(file, 1));
        }
    }

    private static void forceFolders(Disk disk, Journal journal) throws IOException {
        Set<Path> folders = new LinkedHashSet<>();
        for (Journal.Written file : journal.files()) {
            if (folders.add(Disk.folderOf(file.path()))) {
                disk.forceFolderOf(file.path());
            }
        }
    }
}
