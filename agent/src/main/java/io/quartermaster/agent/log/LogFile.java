package io.quartermaster.agent.log;

import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * The agent's log: each line goes to standard output and to a file. When the file is full it becomes {@code <name>.1} and
 * the one of that name before is gone, so that at most twice {@link #FILE_BYTES_MAX} are used.
 *
 * <p>A full disk or a folder that is gone does not stop the agent: the lines still go to standard output. Safe for many
 * threads.
 */
public final class LogFile implements AgentLog {
    /** Bytes of one log file; a line may go beyond it. */
    public static final long FILE_BYTES_MAX = 5L * 1024 * 1024;

    /** Characters of a line, at most; the rest of a longer one is cut off. */
    public static final int LINE_LENGTH_MAX = 4_000;

    private static final int UTF8_BYTES_PER_CHARACTER = 4;

    private final Path file;
    private final Path previous;
    private final long bytesMax;
    private final PrintStream console;
    private final InstantSource clock;

    /**
     * Writes to a file in a folder that exists; the file is made when the first line comes, readable by its owner only.
     *
     * @param bytesMax see {@link #FILE_BYTES_MAX}
     */
    public LogFile(Path file, long bytesMax, PrintStream console, InstantSource clock) {
        this.file = file;
        this.previous = file.resolveSibling(file.getFileName() + ".1");
        this.bytesMax = bytesMax;
        this.console = console;
        this.clock = clock;
    }

    @Override
    public void info(String message) {
        line("INFO ", message);
    }

    @Override
    public void warn(String message) {
        line("WARN ", message);
    }

    /**
     * The end of the log, beginning with a whole line.
     *
     * @param charactersMax at most so many; not more than the two files hold
     * @throws IOException when the file cannot be read
     */
    public synchronized String tail(int charactersMax) throws IOException {
        if (charactersMax <= 0 || !Files.exists(file)) {
            return "";
        }
        long bytesWanted = (long) charactersMax * UTF8_BYTES_PER_CHARACTER;
        String text = end(file, bytesWanted);
        if (text.length() < charactersMax && Files.exists(previous)) {
            text = end(previous, bytesWanted) + text;
        }
        if (text.length() <= charactersMax) {
            return text;
        }
        int start = text.length() - charactersMax;
        int lineStart = text.indexOf('\n', start - 1) + 1;
        return text.substring(lineStart > 0 && lineStart < text.length() ? lineStart : start);
    }

    private static String end(Path file, long bytesWanted) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
            long from = Math.max(0, bytes.length() - bytesWanted);
            byte[] end = new byte[(int) (bytes.length() - from)];
            bytes.seek(from);
            bytes.readFully(end);
            return new String(end, StandardCharsets.UTF_8);
        }
    }

    private synchronized void line(String level, String message) {
        String line = clock.instant().truncatedTo(ChronoUnit.SECONDS) + " " + level + " " + onOneLine(message) + "\n";
        console.print(line);
        console.flush();
        try {
            append(line);
        } catch (IOException e) {
            console.print("The log file " + file + " cannot be written: " + e.getMessage() + "\n");
        }
    }

    private void append(String line) throws IOException {
        if (Files.exists(file) && Files.size(file) >= bytesMax) {
            Files.move(file, previous, StandardCopyOption.REPLACE_EXISTING);
        }
        if (!Files.exists(file)) {
            createForOwnerOnly();
        }
        Files.writeString(file, line, StandardOpenOption.APPEND);
    }

    private void createForOwnerOnly() throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(file);
        }
    }

    /** A message may quote what a server or a file said: line breaks and other control characters must not forge lines. */
    private static String onOneLine(String message) {
        String cut = message.length() <= LINE_LENGTH_MAX ? message : message.substring(0, LINE_LENGTH_MAX) + "...";
        return cut.replaceAll("\\p{Cntrl}+", " ");
    }
}
