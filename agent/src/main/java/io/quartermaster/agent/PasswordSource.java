package io.quartermaster.agent;

import io.quartermaster.agent.log.AgentLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where the password comes from: a file or the environment, never the command line, which every user can read. */
final class PasswordSource {
    static final String VARIABLE = "QM_AGENT_PASSWORD";

    private PasswordSource() {}

    /**
     * Reads the password; a line break at its end is not part of it.
     *
     * @param file the given file; null for the environment
     * @param variable the value of {@link #VARIABLE}; null when it is not set
     * @throws IllegalArgumentException when there is none; the message is for a person
     */
    static String read(@Nullable Path file, @Nullable String variable, AgentLog log) {
        if (file == null && variable == null) {
            throw new IllegalArgumentException(
                    "A user name needs a password: give --password-file, or set " + VARIABLE + ".");
        }
        String password = file == null ? variable : readFile(file, log);
        if (password == null || password.isEmpty()) {
            throw new IllegalArgumentException("The password is empty.");
        }
        return password;
    }

    private static String readFile(Path file, AgentLog log) {
        try {
            if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
                if (permissions.contains(PosixFilePermission.OTHERS_READ)) {
                    log.warn("Every user of this machine can read the password file " + file + ".");
                }
            }
            return Files.readString(file).replaceFirst("\\R\\z", "");
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("There is no password file " + file + ".", e);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "The password file " + file + " cannot be read: " + e.getMessage() + ".", e);
        }
    }
}
