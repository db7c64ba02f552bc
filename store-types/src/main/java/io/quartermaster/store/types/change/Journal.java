package io.quartermaster.store.types.change;

import io.quartermaster.store.spi.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * What is being done to a store, written before anything is done. Lies beside the store's first file; holds digests and
 * paths, no content.
 *
 * @param committed false: to be taken back. True: all is in place, and only the former contents are still to become
 *     backups
 * @param backups how many of them to keep
 * @param files at least one; the store's first file first
 */
record Journal(boolean committed, int backups, List<Written> files) {
    private static final String TITLE = "quartermaster store change 1";
    private static final int BYTES_MAX = 65_536;

    Journal {
        files = List.copyOf(files);
    }

    /**
     * One file of the change.
     *
     * @param before digest of its content before, {@link Digest#ABSENT} when it was not there
     * @param after digest of its content after
     */
    record Written(Path path, String before, String after) {}

    Path first() {
        return files.getFirst().path();
    }

    Journal asCommitted() {
        return new Journal(true, backups, files);
    }

    /** Writes it in place of an earlier one; when this returns it outlasts a power failure. */
    void write(Disk disk) throws IOException {
        StringBuilder text = new StringBuilder(TITLE).append('\n');
        text.append(committed ? "committed" : "open").append('\n');
        text.append(backups).append('\n');
        for (Written file : files) {
            text.append(file.before()).append(' ').append(file.after()).append(' ');
            text.append(
                    Base64.getEncoder().encodeToString(file.path().toString().getBytes(StandardCharsets.UTF_8)));
            text.append('\n');
        }
        text.append("end\n");
        disk.writePrivate(Beside.newJournal(first()), text.toString().getBytes(StandardCharsets.UTF_8));
        disk.rename(Beside.newJournal(first()), Beside.journal(first()));
        disk.forceFolderOf(first());
    }

    /** Ends the change. */
    void delete(Disk disk) throws IOException {
        disk.delete(Beside.newJournal(first()));
        disk.delete(Beside.journal(first()));
        disk.forceFolderOf(first());
    }

    /**
     * The journal beside a file.
     *
     * @return empty when there is none
     * @throws StoreException when there is one that was not written by {@link #write}
     */
    static Optional<Journal> beside(Path file) throws StoreException, IOException {
        Path path = Beside.journal(file);
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try (var in = Files.newInputStream(path)) {
            return Optional.of(parse(new String(in.readNBytes(BYTES_MAX), StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            throw new StoreException(
                    path + " is not a journal of this agent: look what lies beside the store, then delete it.", e);
        }
    }

    private static Journal parse(String text) {
        List<String> lines = text.lines().toList();
        if (lines.size() < 5
                || !lines.getFirst().equals(TITLE)
                || !lines.getLast().equals("end")) {
            throw new IllegalArgumentException("not whole");
        }
        List<Written> files = new ArrayList<>();
        for (String line : lines.subList(3, lines.size() - 1)) {
            String[] parts = line.split(" ", -1);
            if (parts.length != 3) {
                throw new IllegalArgumentException("not three parts");
            }
            String path = new String(Base64.getDecoder().decode(parts[2]), StandardCharsets.UTF_8);
            files.add(new Written(pathOf(path), parts[0], parts[1]));
        }
        return new Journal(lines.get(1).equals("committed"), Integer.parseInt(lines.get(2)), files);
    }

    private static Path pathOf(String path) {
        try {
            return Path.of(path);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
