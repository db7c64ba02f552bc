package io.quartermaster.cli.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A program that is run to its end for what it says. */
public final class Tool {
    private Tool() {}

    /** What a program said. */
    public record Outcome(int exitCode, String output, String errors) {
        public boolean succeeded() {
            return exitCode == 0;
        }

        /** The last line that it said, for a sentence about what went wrong. */
        public String lastLine() {
            return (output + "\n" + errors)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .reduce((_, last) -> last)
                    .orElse("it said nothing, exit code " + exitCode);
        }
    }

    /**
     * Runs a program.
     *
     * @param environment in addition to that of this process
     * @param input what it reads on its standard input
     * @throws IOException when it cannot be started
     */
    public static Outcome run(List<String> command, Map<String, String> environment, String input)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        // Programs translate what they say; it is read by a program here.
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        try {
            StringBuilder errors = new StringBuilder();
            Thread errorReader = Thread.ofVirtual().start(() -> {
                try {
                    errors.append(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
                } catch (IOException e) {
                    errors.append(e.getMessage());
                }
            });
            try (OutputStream in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // It ended without reading; its exit code says whether that matters.
            }
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int exitCode = process.waitFor();
            errorReader.join();
            return new Outcome(exitCode, output, errors.toString());
        } finally {
            process.destroyForcibly();
        }
    }
}
