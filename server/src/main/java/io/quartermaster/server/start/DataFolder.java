package io.quartermaster.server.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The folder with everything that one server keeps on disk. {@code docs/operating/running.md} lists what is in it. */
record DataFolder(Path path) {
    /**
     * The folder, made if it is missing, and closed to other users then.
     *
     * @throws StartException if there is a file of that name, or it cannot be made or written
     */
    static DataFolder prepared(Path wanted) {
        Path path = wanted.toAbsolutePath().normalize();
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw new StartException(path + " is a file; name a folder with --data.");
        }
        try {
            if (!Files.exists(path)) {
                Files.createDirectories(
                        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
        } catch (IOException e) {
            throw new StartException("The data folder " + path + " cannot be made (" + e + ").", e);
        }
        if (!Files.isWritable(path)) {
            throw new StartException("The data folder " + path + " cannot be written by this user; name another with"
                    + " --data, or start the server as the user who owns it.");
        }
        return new DataFolder(path);
    }

    Path postgres() {
        return path.resolve("postgres");
    }

    Path tls() {
        return path.resolve("tls");
    }
}
