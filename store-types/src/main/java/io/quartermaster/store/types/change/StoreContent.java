package io.quartermaster.store.types.change;

import io.quartermaster.store.spi.StoreException;
import io.quartermaster.store.spi.StoreLocation;
import io.quartermaster.store.types.StoreFile;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the files of a store hold.
 *
 * @param paths of the files, in the order in which they were named
 * @param files empty for one that is not there
 */
public record StoreContent(List<Path> paths, List<Optional<StoreFile>> files) {
    public StoreContent {
        paths = List.copyOf(paths);
        files = List.copyOf(files);
    }

    /**
     * Reads the files as they are.
     *
     * @throws StoreException when one is there and cannot be read
     */
    public static StoreContent read(List<Path> paths) throws StoreException {
        List<Optional<StoreFile>> files = new ArrayList<>();
        for (Path path : paths) {
            files.add(readIfThere(path));
        }
        return new StoreContent(paths, files);
    }

    private static Optional<StoreFile> readIfThere(Path path) throws StoreException {
        try {
            return Optional.of(StoreFile.read(new StoreLocation(path.toString())));
        } catch (StoreException e) {
            if (e.getCause() instanceof NoSuchFileException) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** One of the files; empty when it is not there, or the store has no such file. */
    public Optional<StoreFile> file(int index) {
        return index < files.size() ? files.get(index) : Optional.empty();
    }

    /**
     * The store's own file.
     *
     * @throws StoreException when it is not there
     */
    public StoreFile first() throws StoreException {
        return file(0).orElseThrow(() -> new StoreException("There is no file " + paths.getFirst() + "."));
    }

    /** These files with some of them changed, as {@link Edited} says. */
    public StoreContent with(List<Edited.Next> changed) {
        List<Optional<StoreFile>> next = new ArrayList<>(files);
        for (Edited.Next file : changed) {
            next.set(file.index(), Optional.of(new StoreFile(paths.get(file.index()), file.content())));
        }
        return new StoreContent(paths, next);
    }
}
