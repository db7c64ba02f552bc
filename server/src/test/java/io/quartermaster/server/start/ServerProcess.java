package io.quartermaster.server.start;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The packaged server as a process of its own, on free ports. Its output goes to a file beside its data folder.
 *
 * <p>Closed, it is killed if it still runs; its PostgreSQL is stopped by {@link #stop} only.
 */
public final class ServerProcess implements AutoCloseable {
    private static final Duration START_TIME_MAX = Duration.ofMinutes(3);
    private static final Duration STEP = Duration.ofMillis(100);
    private static final Pattern LISTENS =
            Pattern.compile("listens on https://127\\.0\\.0\\.1:(\\d+) and http://127\\.0\\.0\\.1:(\\d+)");

    private final Process process;
    private final Path output;

    private ServerProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Begins to start it; {@code options} come on top of data folder and free ports, and win. */
    public static ServerProcess begin(Path data, Map<String, String> environment, String... options)
            throws IOException {
        List<String> all = new ArrayList<>();
        if (!String.join(" ", options).contains("--http-port")) {
            all.add("--http-port=0");
        }
        if (!String.join(" ", options).contains("--https-port")) {
            all.add("--https-port=0");
        }
        all.addAll(List.of(options));
        return begin("run", data, environment, all);
    }

    /** Begins to start the database of a data folder, without the server. */
    static ServerProcess beginDatabase(Path data, String... options) throws IOException {
        return begin("database", data, Map.of(), List.of(options));
    }

    private static ServerProcess begin(
            String subcommand, Path data, Map<String, String> environment, List<String> options) throws IOException {
        Path jar = Path.of("target", "quarkus-app", "quarkus-run.jar").toAbsolutePath();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                jar.toString(),
                subcommand,
                "--data=" + data));
        command.addAll(options);
        Path output = Files.createTempFile(data.toAbsolutePath().getParent(), "server-", ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        return new ServerProcess(builder.start(), output);
    }

    /** Starts it and returns when it listens. */
    public static ServerProcess start(Path data, String... options) throws IOException, InterruptedException {
        ServerProcess server = begin(data, Map.of(), options);
        server.awaitListening();
        return server;
    }

    public void awaitListening() throws IOException, InterruptedException {
        awaitOutput(LISTENS);
    }

    /** Waits until it has printed something, and gives that. */
    MatchResult awaitOutput(Pattern wanted) throws IOException, InterruptedException {
        for (Duration waited = Duration.ZERO; waited.compareTo(START_TIME_MAX) < 0; waited = waited.plus(STEP)) {
            Matcher found = wanted.matcher(output());
            if (found.find()) {
                return found.toMatchResult();
            }
            if (process.waitFor(STEP.toMillis(), TimeUnit.MILLISECONDS)) {
                break;
            }
        }
        throw new AssertionError("It did not print " + wanted + ". It said: " + output());
    }

    public int httpsPort() throws IOException {
        return port(1);
    }

    public int httpPort() throws IOException {
        return port(2);
    }

    private int port(int group) throws IOException {
        Matcher listens = LISTENS.matcher(output());
        if (!listens.find()) {
            throw new AssertionError("The server does not listen. It said: " + output());
        }
        return Integer.parseInt(listens.group(group));
    }

    public String output() throws IOException {
        return Files.readString(output, StandardCharsets.UTF_8);
    }

    /** As Ctrl-C or a service manager do it. Gives the exit code. */
    public int stop() throws InterruptedException {
        process.destroy();
        return awaitEnd();
    }

    public int awaitEnd() throws InterruptedException {
        if (!process.waitFor(START_TIME_MAX.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("The server does not end.");
        }
        return process.exitValue();
    }

    /** As {@code kill -9} does it. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
