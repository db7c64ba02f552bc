package io.quartermaster.cli.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program that runs beside us until {@link #stop}. What it says goes to a file and nowhere else, so it never waits for a
 * reader.
 *
 * <p>Safe for many threads. The kernel's SIGTERM of {@link Leash} comes when the thread that started the process ends, so
 * that should be one that lives as long as this process.
 */
public final class ChildProcess {
    /** Where the programs of the database are unpacked to: for every run on a machine where the usual place does not do. */
    private static final String OF_THE_MACHINE = "QM_CACHE";

    private final String name;
    private final Process process;
    private final Path output;
    private final Duration stopLimit;

    private ChildProcess(String name, Process process, Path output, Duration stopLimit) {
        this.name = name;
        this.process = process;
        this.output = output;
        this.stopLimit = stopLimit;
    }

    /**
     * Starts a program.
     *
     * @param name for messages, as in "The server"
     * @param environment in addition to that of this process, of which settings of our own programs ({@code QM_...}) are left
     *     out, as they are meant for other runs; but not {@code QM_CACHE}
     * @param output gets what it says; replaced if it exists
     * @param stopLimit how long it may take to stop before it is killed
     * @throws IOException when it cannot be started
     */
    public static ChildProcess start(
            String name,
            List<String> command,
            Map<String, String> environment,
            Path output,
            Duration stopLimit,
            Leash leash)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(leash.command(command))
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        removeSettings(builder.environment());
        builder.environment().putAll(environment);
        return new ChildProcess(name, builder.start(), output, stopLimit);
    }

    static void removeSettings(Map<String, String> environment) {
        environment.keySet().removeIf(variable -> variable.startsWith("QM_") && !variable.equals(OF_THE_MACHINE));
    }

    /** For messages. */
    public String name() {
        return name;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** What it has said so far. */
    public List<String> lines() throws IOException {
        return Files.readString(output).lines().toList();
    }

    /** The last line it has said, for a sentence about its end. */
    public String lastLine() {
        try {
            return lines().stream()
                    .filter(line -> !line.isBlank())
                    .reduce((_, last) -> last)
                    .orElse("it said nothing");
        } catch (IOException e) {
            return "what it said cannot be read: " + e.getMessage();
        }
    }

    /**
     * Asks it to stop, waits for that, and kills it with all that it started when it takes longer than its limit. Does
     * nothing when it has ended.
     *
     * @return whether it stopped by itself
     */
    public boolean stop() {
        List<ProcessHandle> below = process.descendants().toList();
        process.destroy();
        boolean stopped = waitFor(stopLimit);
        if (!stopped) {
            process.destroyForcibly();
            below.forEach(ProcessHandle::destroyForcibly);
            waitFor(stopLimit);
        }
        return stopped;
    }

    /** Also in a thread that was interrupted: a process that is left over would be worse. */
    private boolean waitFor(Duration limit) {
        boolean interrupted = Thread.interrupted();
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
            return false;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
