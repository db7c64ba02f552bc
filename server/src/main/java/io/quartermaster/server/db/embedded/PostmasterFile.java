package io.quartermaster.server.db.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * {@code postmaster.pid}, the file in which a running PostgreSQL says who and where it is. The lines are PostgreSQL's
 * (src/include/utils/pidfile.h): process id, data folder, start time, port, socket folder, address, shared memory,
 * state. It stays behind when the process is killed.
 */
record PostmasterFile(Path path, List<String> lines) {
    private static final String NAME = "postmaster.pid";
    private static final int BYTES_MAX = 8 * 1024;
    private static final int LINE_PID = 0;
    private static final int LINE_PORT = 3;
    private static final int LINE_STATE = 7;

    /** Linux gives no process id beyond 2^22 (proc(5), pid_max), so no process ever has this one. */
    private static final String PID_OF_NOBODY = "4194305";

    /** Without any line for what is no plain file, such as a link: PostgreSQL makes none. */
    static Optional<PostmasterFile> in(Path cluster) throws IOException {
        Path path = cluster.resolve(NAME);
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        String text = new UntrustedFolder(cluster).tail(NAME, BYTES_MAX).orElse("");
        return Optional.of(new PostmasterFile(path, text.lines().toList()));
    }

    /** The process id, or 0 for a file that is still being written or broken. */
    long pid() {
        return number(LINE_PID);
    }

    /** The port, or 0 as long as it is not written yet. */
    int port() {
        return (int) number(LINE_PORT);
    }

    boolean isReady() {
        return lines.size() > LINE_STATE && lines.get(LINE_STATE).strip().equals("ready");
    }

    /** The command that puts {@link #PID_OF_NOBODY} into the file, run in its folder; a link is replaced, not followed. */
    List<String> staleMark() {
        return List.of("sed", "-i", "1s/.*/" + PID_OF_NOBODY + "/", String.valueOf(path.getFileName()));
    }

    private long number(int line) {
        try {
            return lines.size() > line ? Long.parseLong(lines.get(line).strip()) : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
