package io.quartermaster.agent.change;

import io.quartermaster.store.spi.StoreException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where and how the agent may change stores of this machine. Safe for many threads.
 *
 * @param folders folders that it may write in, with all below; none by default, so that whoever takes over a server
 *     cannot have files of this machine overwritten
 * @param followLinks whether a store may be a symbolic link; what it leads to must be in one of the folders as well,
 *     and is what is changed
 * @param backups how many former contents of a changed file are kept beside it
 * @param reloads what to run after a store changed, by its path
 * @param closed files and folders of the agent itself, in which nothing is written whatever {@code folders} says
 */
public record StoreRules(
        List<Path> folders, boolean followLinks, int backups, Map<Path, ReloadCommand> reloads, List<Path> closed) {
    public static final int BACKUPS_DEFAULT = 3;
    public static final int BACKUPS_MAX = 20;

    /** Nothing may be written. */
    public static final StoreRules CLOSED = new StoreRules(List.of(), false, BACKUPS_DEFAULT, Map.of(), List.of());

    /** Everything may be written: for simulations, whose stores are no files. */
    public static StoreRules everywhere() {
        List<Path> roots = new ArrayList<>();
        FileSystems.getDefault().getRootDirectories().forEach(roots::add);
        return new StoreRules(roots, true, BACKUPS_DEFAULT, Map.of(), List.of());
    }

    public StoreRules {
        folders = List.copyOf(folders);
        reloads = Map.copyOf(reloads);
        closed = List.copyOf(closed);
    }

    /** The same with more that is closed. */
    public StoreRules closing(List<Path> more) {
        List<Path> all = new ArrayList<>(closed);
        all.addAll(more);
        return new StoreRules(folders, followLinks, backups, reloads, all);
    }

    /**
     * Looks whether a file may be made, changed or replaced.
     *
     * @param file absolute
     * @throws StoreException when not; the sentence says what would allow it
     */
    public void check(Path file) throws StoreException {
        if (folders.isEmpty()) {
            throw new StoreException(
                    "This agent may not change stores: no folder is open to it. Whoever looks after the"
                            + " machine opens one with the option --store-rules.");
        }
        Path real = target(file);
        if (closed.stream().map(StoreRules::real).anyMatch(real::startsWith)) {
            throw new StoreException(file + " belongs to the agent itself and is not changed.");
        }
        if (folders.stream().map(StoreRules::real).noneMatch(real::startsWith)) {
            throw new StoreException(
                    "This agent may not write " + file + ": it is in none of the folders of its store rules.");
        }
    }

    /** What has to be run after the store at this path changed. */
    public Optional<ReloadCommand> reloadOf(Path store) {
        return Optional.ofNullable(reloads.get(store.normalize()));
    }

    /** The file itself, with no link left in its path. */
    private Path target(Path file) throws StoreException {
        try {
            if (Files.isSymbolicLink(file)) {
                if (!followLinks) {
                    throw new StoreException(
                            file + " is a symbolic link, which this agent does not write through by its store rules.");
                }
                return file.toRealPath();
            }
            Path parent = file.getParent();
            Path name = file.getFileName();
            if (parent == null
                    || name == null
                    || name.toString().equals("..")
                    || name.toString().equals(".")) {
                throw new StoreException(file + " is not the path of a file.");
            }
            return parent.toRealPath().resolve(name);
        } catch (NoSuchFileException e) {
            throw new StoreException("There is no " + e.getFile() + ".", e);
        } catch (IOException e) {
            throw new StoreException("The folder of " + file + " cannot be looked at: " + e.getMessage() + ".", e);
        }
    }

    /** A folder that is not there now opens or closes nothing but itself. */
    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path.toAbsolutePath().normalize();
        }
    }
}
