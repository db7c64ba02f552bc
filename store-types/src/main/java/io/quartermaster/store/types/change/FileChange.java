package io.quartermaster.store.types.change;

import io.quartermaster.store.spi.StoreChange;
import io.quartermaster.store.spi.StoreException;
import io.quartermaster.store.spi.StoreLocation;
import io.quartermaster.store.types.StoreFile;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A change of files that is made; {@link StoreFiles} tells how. Holds the store's lock until its end. */
final class FileChange implements StoreChange {
    private final Disk disk;
    private final StoreLock lock;
    private final Journal journal;
    private final String alias;
    private boolean ended;

    private FileChange(Disk disk, StoreLock lock, Journal journal, String alias) {
        this.disk = disk;
        this.lock = lock;
        this.journal = journal;
        this.alias = alias;
    }

    /**
     * Makes the change.
     *
     * @throws StoreException when it failed and was taken back
     */
    static FileChange make(Disk disk, StoreLock lock, int backups, StoreContent former, Edited edited)
            throws StoreException {
        FileChange change = new FileChange(disk, lock, journal(backups, former, edited), edited.alias());
        try {
            change.journal.write(disk);
            for (Edited.Next next : edited.files()) {
                change.prepare(former, next);
            }
            change.verify(former, edited, true);
            change.requireUnchanged();
            for (Journal.Written file : change.journal.files()) {
                disk.rename(Beside.next(file.path()), file.path());
            }
            for (Journal.Written file : change.journal.files()) {
                disk.forceFolderOf(file.path());
            }
            change.verify(former, edited, false);
            return change;
        } catch (IOException e) {
            throw change.takenBack(FileTrouble.sentence(change.journal.first(), "changed", e));
        } catch (StoreException e) {
            throw change.takenBack(e);
        } catch (RuntimeException e) {
            throw change.takenBack(new StoreException(
                    change.journal.first() + " was not changed, because of a fault in the agent.", e));
        } finally {
            edited.files().forEach(next -> Arrays.fill(next.content(), (byte) 0));
        }
    }

    private static Journal journal(int backups, StoreContent former, Edited edited) {
        List<Journal.Written> files = new ArrayList<>();
        for (Edited.Next next : edited.files()) {
            String before = former.file(next.index())
                    .map(file -> Digest.of(file.content()))
                    .orElse(Digest.ABSENT);
            files.add(new Journal.Written(former.paths().get(next.index()), before, Digest.of(next.content())));
        }
        return new Journal(false, backups, files);
    }

    private void prepare(StoreContent former, Edited.Next next) throws IOException, StoreException {
        Path path = former.paths().get(next.index());
        StoreFile before = former.file(next.index()).orElse(null);
        if (before != null) {
            disk.writePrivate(Beside.former(path), before.content());
        }
        disk.writePrivate(Beside.next(path), next.content());
        if (before != null) {
            giveLike(path);
        } else if (!next.secret()) {
            disk.open(Beside.next(path));
        }
        disk.forceFolderOf(path);
    }

    /** Gives the new file the owner, group and mode of the present one. */
    private void giveLike(Path path) throws IOException, StoreException {
        Optional<PosixFileAttributes> attributes;
        try {
            attributes = disk.attributes(path);
        } catch (NoSuchFileException e) {
            throw changedMeanwhile(path);
        }
        if (attributes.isEmpty()) {
            return;
        }
        try {
            disk.give(Beside.next(path), attributes.get());
        } catch (FileSystemException e) {
            throw new StoreException(
                    path + " was not changed: it belongs to "
                            + attributes.get().owner().getName() + " (group "
                            + attributes.get().group().getName()
                            + "), and the agent's user may not make it belong to them again.",
                    e);
        }
    }

    private static StoreException changedMeanwhile(Path path) {
        return new StoreException(path + " was changed by somebody else meanwhile, so the agent left it alone.");
    }

    /** Reads back what was written, and has it looked at. */
    private void verify(StoreContent former, Edited edited, boolean beside) throws IOException, StoreException {
        List<Edited.Next> read = new ArrayList<>();
        for (Edited.Next next : edited.files()) {
            Path path = former.paths().get(next.index());
            Path where = beside ? Beside.next(path) : path;
            byte[] content = StoreFile.read(new StoreLocation(where.toString())).content();
            if (!Arrays.equals(content, next.content())) {
                throw new StoreException(path + " was not changed: what was read back is not what was written.");
            }
            read.add(new Edited.Next(next.index(), content, next.secret()));
        }
        try {
            edited.check().verify(former.with(read));
        } catch (StoreException e) {
            throw new StoreException(
                    journal.first() + " was not changed, because what was written does not read back as it should: "
                            + e.getMessage(),
                    e);
        } finally {
            read.forEach(next -> Arrays.fill(next.content(), (byte) 0));
        }
    }

    private void requireUnchanged() throws IOException, StoreException {
        for (Journal.Written file : journal.files()) {
            if (!Digest.of(file.path()).equals(file.before())) {
                throw changedMeanwhile(file.path());
            }
        }
    }

    /** The exception to throw; says more when taking back failed, too. */
    private StoreException takenBack(StoreException cause) {
        try {
            Ending.takeBack(disk, journal);
        } catch (IOException | StoreException e) {
            cause.addSuppressed(e);
            return new StoreException(
                    cause.getMessage() + " It could not be put in order afterwards; the agent tries again before its"
                            + " next job on this store.",
                    cause);
        }
        return cause;
    }

    @Override
    public boolean changed() {
        return true;
    }

    @Override
    public String alias() {
        return alias;
    }

    @Override
    public void commit() throws StoreException {
        if (ended) {
            throw new IllegalStateException("The change has ended.");
        }
        boolean interrupted = Thread.interrupted();
        try {
            commitNow();
        } finally {
            StoreFiles.reinterrupt(interrupted);
        }
    }

    private void commitNow() throws StoreException {
        try {
            journal.asCommitted().write(disk);
        } catch (IOException e) {
            // Once the journal says so, the change is committed: to take it back then could be interrupted half-way.
            if (!committedOnDisk()) {
                throw FileTrouble.sentence(journal.first(), "changed for good", e);
            }
        }
        ended = true;
        try {
            Ending.finish(disk, journal.asCommitted());
        } catch (IOException e) {
            // The change stands. The journal stays and has the backups put in order before the next job.
        } finally {
            lock.close();
        }
    }

    private boolean committedOnDisk() throws StoreException {
        try {
            return Journal.beside(journal.first()).map(Journal::committed).orElse(false);
        } catch (IOException e) {
            throw FileTrouble.sentence(journal.first(), "changed for good", e);
        }
    }

    @Override
    public void rollBack() throws StoreException {
        if (ended) {
            return;
        }
        ended = true;
        boolean interrupted = Thread.interrupted();
        try {
            if (!Ending.takeBack(disk, journal)) {
                throw new StoreException(journal.first()
                        + " was changed by somebody else meanwhile, so it was not put back; its former content is in "
                        + Beside.backup(journal.first(), 1) + ".");
            }
        } catch (IOException e) {
            throw FileTrouble.sentence(journal.first(), "put back as it was", e);
        } finally {
            lock.close();
            StoreFiles.reinterrupt(interrupted);
        }
    }

    @Override
    public void close() throws StoreException {
        rollBack();
    }
}
