package io.quartermaster.agent.change;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A command of this machine that makes a service take up its changed store, e.g. {@code systemctl reload nginx}. Run
 * without a shell and without input; of the agent's environment it gets all but what is the agent's own. Safe for many
 * threads.
 *
 * @param command the program, as an absolute path, and its arguments
 * @param limit how long it may take; then it and what it started are killed, and it has failed
 */
public record ReloadCommand(List<String> command, Duration limit) {
    /** Characters of what the command said last that become part of a message. */
    static final int SAID_LENGTH_MAX = 300;

    /** Bytes of the output that are kept while it runs. */
    private static final int TAIL_BYTES = 4096;

    /** How long the output is waited for when the command has ended; a service that it started may hold it open. */
    private static final long OUTPUT_MILLIS_MAX = 200;

    private static final String OWN_VARIABLES = "QM_";

    public ReloadCommand {
        command = List.copyOf(command);
    }

    /**
     * Runs it to its end.
     *
     * @return what went wrong, as a sentence for a person; empty when the command ended with 0
     * @throws InterruptedException when the agent is being stopped; the command is killed
     */
    public Optional<String> run() throws InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        // Among them may be the agent's password.
        builder.environment().keySet().removeIf(name -> name.startsWith(OWN_VARIABLES));
        Process process;
        try {
            process = builder.start();
            process.getOutputStream().close();
        } catch (IOException e) {
            return Optional.of("The reload command " + program() + " cannot be started: " + e.getMessage() + ".");
        }
        Tail tail = new Tail(process.getInputStream());
        Thread reader = Thread.ofVirtual().start(tail);
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                return Optional.of("The reload command " + program() + " did not end within " + limit.toSeconds()
                        + " s and was killed" + said(tail, reader) + ".");
            }
            return process.exitValue() == 0
                    ? Optional.empty()
                    : Optional.of("The reload command " + program() + " ended with " + process.exitValue()
                            + said(tail, reader) + ".");
        } finally {
            if (process.isAlive()) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        }
    }

    private String program() {
        return command.getFirst();
    }

    private static String said(Tail tail, Thread reader) throws InterruptedException {
        reader.join(OUTPUT_MILLIS_MAX);
        String line = tail.lastLine();
        return line.isEmpty() ? "" : ", saying: " + line;
    }

    /** Reads all there is, so that the command never waits for a reader, and keeps the end of it. */
    private static final class Tail implements Runnable {
        private final InputStream output;
        private byte[] kept = new byte[0];

        Tail(InputStream output) {
            this.output = output;
        }

        @Override
        public void run() {
            byte[] chunk = new byte[TAIL_BYTES];
            try (output) {
                for (int read = output.read(chunk); read >= 0; read = output.read(chunk)) {
                    keep(chunk, read);
                }
            } catch (IOException e) {
                // Closed because the command was killed: what was read before is what there is.
            }
        }

        private synchronized void keep(byte[] chunk, int length) {
            byte[] all = Arrays.copyOf(kept, kept.length + length);
            System.arraycopy(chunk, 0, all, kept.length, length);
            kept = Arrays.copyOfRange(all, Math.max(0, all.length - TAIL_BYTES), all.length);
        }

        /** The last line that is not blank, without control characters, cut. */
        synchronized String lastLine() {
            String line = new String(kept, StandardCharsets.UTF_8)
                    .lines()
                    .filter(text -> !text.isBlank())
                    .reduce("", (_, later) -> later)
                    .replaceAll("\\p{Cntrl}", " ")
                    .strip();
            return line.length() <= SAID_LENGTH_MAX ? line : line.substring(0, SAID_LENGTH_MAX);
        }
    }
}
