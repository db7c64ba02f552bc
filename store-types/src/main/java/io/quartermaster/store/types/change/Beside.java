package io.quartermaster.store.types.change;

import java.nio.file.Path;

/** The names of the files that a change puts beside a file of a store. All are hidden and have no extension in use. */
final class Beside {
    private static final String MARK = ".qm-";

    private Beside() {}

    /** What is being done to the store; beside its first file only, and without secrets. */
    static Path journal(Path file) {
        return beside(file, "journal");
    }

    /** The journal before it is whole. */
    static Path newJournal(Path file) {
        return beside(file, "journal-new");
    }

    /** Held while the store is changed. */
    static Path lock(Path file) {
        return beside(file, "lock");
    }

    /** The content that is to come. */
    static Path next(Path file) {
        return beside(file, "new");
    }

    /** The content that was, until the change is committed. */
    static Path former(Path file) {
        return beside(file, "old");
    }

    /** A former content that is kept; 1 is the latest. */
    static Path backup(Path file, int number) {
        return beside(file, "backup-" + number);
    }

    /** Whether a name is one of these. */
    static boolean isOurs(String fileName) {
        return fileName.startsWith(".") && fileName.contains(MARK);
    }

    private static Path beside(Path file, String what) {
        return file.resolveSibling("." + file.getFileName() + MARK + what);
    }
}
