package io.quartermaster.server.db.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The programs of PostgreSQL, unpacked from the archive on the class path.
 *
 * <p>Each archive has its own folder, named by the archive's digest, so several versions live side by side. It is
 * unpacked beside and renamed when complete: a folder with the final name is whole, whoever was killed when.
 */
record PostgresBinaries(Path home) {
    private static final int DIGEST_CHARACTERS = 16;
    private static final int EXECUTABLE_BITS = 0111;
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwxr-xr-x");
    private static final Set<PosixFilePermission> PROGRAM = PosixFilePermissions.fromString("rwxr-xr-x");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-r--r--");

    /**
     * The folder for all archives: {@code QM_CACHE} if set; for root {@code /var/cache/quartermaster}, which other
     * accounts can reach; else {@code $XDG_CACHE_HOME/quartermaster} or {@code ~/.cache/quartermaster}.
     */
    static Path defaultFolder() {
        String chosen = environment("QM_CACHE");
        if (chosen != null) {
            return Path.of(chosen);
        }
        if (DatabaseAccount.runsAsRoot()) {
            return Path.of("/var/cache/quartermaster");
        }
        String cache = environment("XDG_CACHE_HOME");
        return cache != null
                ? Path.of(cache, "quartermaster")
                : Path.of(System.getProperty("user.home", "."), ".cache", "quartermaster");
    }

    private static @Nullable String environment(String name) {
        String value = System.getenv(name);
        return value == null || value.isBlank() ? null : value;
    }

    /** The programs for this machine, unpacked now if they are not there yet. */
    static PostgresBinaries unpacked(Path folder) {
        String archive = archiveName();
        try {
            Path home = folder.toAbsolutePath().resolve("postgresql-" + digest(archive));
            if (!Files.isDirectory(home)) {
                Files.createDirectories(folder);
                unpack(archive, folder, home);
            }
            return new PostgresBinaries(home);
        } catch (IOException e) {
            throw new EmbeddedPostgresException(
                    "The programs of PostgreSQL cannot be unpacked into " + folder + " (" + e
                            + "); set QM_CACHE to a folder that can be written.",
                    e);
        }
    }

    Path program(String name) {
        return home.resolve("bin").resolve(name);
    }

    private static String archiveName() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String machine = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        String archive = "postgres-" + system + "-"
                + switch (machine) {
                    case "amd64", "x86_64" -> "x86_64";
                    case "aarch64", "arm64" -> "arm_64";
                    default -> machine;
                }
                + ".txz";
        if (!system.equals("linux") || PostgresBinaries.class.getResource("/" + archive) == null) {
            throw new EmbeddedPostgresException(
                    "There is no embedded PostgreSQL for " + system + " on " + machine
                            + "; start a PostgreSQL 15 or newer yourself and name it with --db jdbc:postgresql://host/database.");
        }
        return archive;
    }

    private static InputStream open(String archive) throws IOException {
        InputStream stream = PostgresBinaries.class.getResourceAsStream("/" + archive);
        if (stream == null) {
            throw new IOException(archive + " is not on the class path");
        }
        return new BufferedInputStream(stream);
    }

    private static String digest(String archive) throws IOException {
        try (InputStream in = open(archive)) {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                sha256.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(sha256.digest()).substring(0, DIGEST_CHARACTERS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void unpack(String archive, Path folder, Path home) throws IOException {
        Path incomplete = Files.createTempDirectory(folder, "unpacking-");
        try {
            try (var tar = new TarArchiveInputStream(new XZCompressorInputStream(open(archive)))) {
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    unpack(tar, entry, incomplete);
                }
            }
            Files.setPosixFilePermissions(incomplete, FOLDER);
            Files.move(incomplete, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            // Another process was faster; its copy is as good as ours.
            delete(incomplete);
        } catch (IOException | RuntimeException e) {
            delete(incomplete);
            if (!Files.isDirectory(home)) {
                throw e;
            }
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path root) throws IOException {
        Path target = root.resolve(entry.getName()).normalize();
        if (!target.startsWith(root)) {
            throw new IOException("the archive names a file outside of itself: " + entry.getName());
        }
        if (entry.isDirectory()) {
            folder(root, target);
            return;
        }
        folder(root, target.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else {
            Files.copy(tar, target);
            Files.setPosixFilePermissions(target, (entry.getMode() & EXECUTABLE_BITS) != 0 ? PROGRAM : FILE);
        }
    }

    /** Makes a folder that every account can read, whatever the umask of this process. */
    private static void folder(Path root, @Nullable Path folder) throws IOException {
        if (folder != null && !folder.equals(root) && !Files.isDirectory(folder)) {
            folder(root, folder.getParent());
            Files.createDirectory(folder);
            Files.setPosixFilePermissions(folder, FOLDER);
        }
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
