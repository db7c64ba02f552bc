package io.quartermaster.store.types.discovery;

import io.quartermaster.store.spi.Discovered;
import io.quartermaster.store.spi.DiscoveryRequest;
import io.quartermaster.store.spi.StoreException;
import io.quartermaster.store.spi.StoreLocation;
import io.quartermaster.store.types.StoreFile;
import io.quartermaster.store.types.change.StoreFiles;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.FileVisitor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One search for stores below some folders. A folder is entered once, whatever links lead to it, so there are no loops; the
 * kernel's own file systems ({@code /proc}, {@code /sys}, {@code /dev}) are left out. One thread only.
 */
public final class FileSearch {
    /** The word for the whole machine. */
    private static final String EVERYTHING = "fullscan";

    private static final String NO_EXTENSION = "noext";
    private static final Set<Path> KERNEL = Set.of(Path.of("/proc"), Path.of("/sys"), Path.of("/dev"));

    private final DiscoveryRequest request;
    private final Set<String> extensions;
    private final Predicate<StoreFile> isStore;
    private final LongSupplier nanoTime;
    private final List<Wildcards> patterns = new ArrayList<>();
    private final Set<Path> ignoredPaths = new HashSet<>();
    private final Set<String> ignoredNames = new HashSet<>();

    private final Set<Path> found = new TreeSet<>();
    private final Set<Object> entered = new HashSet<>();
    private final Set<Object> foundFiles = new HashSet<>();
    private final Set<String> notes = new LinkedHashSet<>();
    private long looked;
    private long unreadable;
    private boolean interrupted;
    private boolean ended;

    /**
     * A search that is still to be run.
     *
     * @param usual extensions in lower case, looked for when the request names none
     * @param isStore whether a file's content is a store
     * @param nanoTime a clock that only goes forward
     */
    public FileSearch(
            DiscoveryRequest request, Set<String> usual, Predicate<StoreFile> isStore, LongSupplier nanoTime) {
        this.request = request;
        this.isStore = isStore;
        this.nanoTime = nanoTime;
        Set<String> asked = new HashSet<>();
        for (String extension : request.extensions()) {
            String plain = extension.strip().toLowerCase(Locale.ROOT);
            plain = plain.startsWith(".") ? plain.substring(1) : plain;
            if (!plain.isEmpty()) {
                asked.add(plain.equals(NO_EXTENSION) ? "" : plain);
            }
        }
        this.extensions = asked.isEmpty() ? usual : asked;
    }

    /**
     * Searches.
     *
     * @throws StoreException when there is no folder to begin with
     * @throws InterruptedException soon after the thread was interrupted
     */
    public Discovered run() throws StoreException, InterruptedException {
        prepare();
        List<Path> starts = new ArrayList<>();
        for (String folder : request.folders()) {
            if (!folder.isBlank()) {
                starts.add(start(folder.strip()));
            }
        }
        if (starts.isEmpty()) {
            throw new StoreException("The discovery names no folder to look in.");
        }
        Set<FileVisitOption> options = request.followLinks()
                ? EnumSet.of(FileVisitOption.FOLLOW_LINKS)
                : EnumSet.noneOf(FileVisitOption.class);
        Walk walk = new Walk(nanoTime.getAsLong());
        for (Path start : starts) {
            try {
                Files.walkFileTree(start, options, request.limits().depth() + 1, walk);
            } catch (IOException e) {
                unreadable++;
            }
        }
        if (interrupted && Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (unreadable > 0) {
            notes.add(unreadable + (unreadable == 1 ? " file or folder" : " files or folders")
                    + " could not be read by the agent's user.");
        }
        return new Discovered(found.stream().map(Path::toString).toList(), List.copyOf(notes));
    }

    private void prepare() throws StoreException {
        for (String pattern : request.patterns()) {
            if (!pattern.isBlank()) {
                patterns.add(new Wildcards(pattern.strip()));
            }
        }
        for (String ignored : request.ignored()) {
            String name = ignored.strip();
            if (name.startsWith("/") || name.indexOf('\\') >= 0) {
                ignoredPaths.add(StoreLocation.absolute("ignored folder", name).normalize());
            } else if (!name.isEmpty()) {
                ignoredNames.add(name);
            }
        }
    }

    private static Path start(String folder) throws StoreException {
        if (folder.equalsIgnoreCase(EVERYTHING)) {
            return Path.of("/");
        }
        Path path = StoreLocation.absolute("folder", folder).normalize();
        if (!Files.isDirectory(path)) {
            throw new StoreException(
                    Files.exists(path) ? path + " is not a folder." : "There is no folder " + path + ".");
        }
        try {
            // A link that somebody names is meant to be followed.
            return Files.isSymbolicLink(path) ? path.toRealPath() : path;
        } catch (IOException e) {
            throw new StoreException("The agent's user may not look into " + path + ".", e);
        }
    }

    private boolean hasName(String name) {
        if (StoreFiles.isOurs(name)) {
            return false;
        }
        int dot = name.lastIndexOf('.');
        String extension = dot <= 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
        if (!extensions.contains(extension)) {
            return false;
        }
        String stem = dot <= 0 ? name : name.substring(0, dot);
        return patterns.isEmpty() || patterns.stream().anyMatch(pattern -> pattern.fit(name) || pattern.fit(stem));
    }

    private final class Walk implements FileVisitor<Path> {
        private final long began;

        Walk(long began) {
            this.began = began;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            if (!mayGoOn()) {
                return FileVisitResult.TERMINATE;
            }
            Path name = folder.getFileName();
            boolean ignored = KERNEL.contains(folder)
                    || ignoredPaths.contains(folder)
                    || (name != null && ignoredNames.contains(name.toString()));
            Object key = attributes.fileKey();
            return ignored || !entered.add(key == null ? folder : key)
                    ? FileVisitResult.SKIP_SUBTREE
                    : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (!mayGoOn()) {
                return FileVisitResult.TERMINATE;
            }
            if (attributes.isDirectory()) {
                notes.add("Folders more than " + request.limits().depth()
                        + " below those where the search began were not looked into.");
                return FileVisitResult.CONTINUE;
            }
            Path name = file.getFileName();
            if (name != null
                    && attributes.isRegularFile()
                    && attributes.size() <= StoreFile.FILE_BYTES_MAX
                    && hasName(name.toString())
                    && holdsStore(file)) {
                add(file, attributes.fileKey());
            }
            return ended ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
        }

        private void add(Path file, @Nullable Object key) {
            if (found.size() == request.limits().stores()) {
                notes.add("The search ended at " + found.size() + " stores, the most that are reported.");
                ended = true;
            } else if (foundFiles.add(key == null ? file : key)) {
                found.add(file);
            }
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException exception) {
            if (!(exception instanceof FileSystemLoopException)) {
                unreadable++;
            }
            return mayGoOn() ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException exception) {
            if (exception != null) {
                unreadable++;
            }
            return ended ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
        }

        private boolean holdsStore(Path file) {
            try {
                return isStore.test(StoreFile.read(new StoreLocation(file.toString())));
            } catch (StoreException e) {
                unreadable++;
                return false;
            }
        }

        private boolean mayGoOn() {
            looked++;
            if (looked > request.limits().files()) {
                notes.add(
                        "The search ended after " + request.limits().files() + " names, the most that are looked at.");
                ended = true;
            } else if (nanoTime.getAsLong() - began > request.limits().time().toNanos()) {
                notes.add("The search ended after " + request.limits().time().toSeconds()
                        + " seconds, the longest that it may take.");
                ended = true;
            } else if (Thread.currentThread().isInterrupted()) {
                interrupted = true;
                ended = true;
            }
            return !ended;
        }
    }
}
