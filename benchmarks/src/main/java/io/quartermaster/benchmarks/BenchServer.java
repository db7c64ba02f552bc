package io.quartermaster.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The packaged server, started by {@code ./qm run} as everybody starts it, on the database of a benchmark and free ports, with
 * an administrator and an account for agents.
 */
final class BenchServer implements AutoCloseable {
    static final String ADMINISTRATOR = "bench-admin";
    static final String AGENT_ACCOUNT = "bench";

    private static final Duration START_TIME_MAX = Duration.ofMinutes(2);
    private static final Duration STOP_TIME_MAX = Duration.ofMinutes(1);
    private static final Duration STEP = Duration.ofMillis(20);
    private static final int PASSWORD_BYTES = 16;
    private static final Pattern LISTENS = Pattern.compile("listens on (https://\\S+:\\d+) and (http://\\S+:\\d+)");

    private final Path folder;
    private final String password;
    private final Process process;
    private final Path output;
    private final URI https;
    private final URI http;

    private BenchServer(Path folder, String password, Process process, Path output, URI https, URI http) {
        this.folder = folder;
        this.password = password;
        this.process = process;
        this.output = output;
        this.https = https;
        this.http = http;
    }

    /** Returns when it listens. */
    static BenchServer start(BenchDatabase database, Map<String, String> environment, String... options)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory(database.folder(), "server-");
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        String password = HexFormat.of().formatHex(random);
        addAccount(folder, "user", ADMINISTRATOR, password, "--role", "Administrator");
        addAccount(folder, "agent-account", AGENT_ACCOUNT, password);
        return start(database, folder, password, environment, options);
    }

    /** The same server again, after {@link #close}: its data folder is there, with accounts, keys and certificate. */
    BenchServer startAgain(BenchDatabase database, Map<String, String> environment, String... options)
            throws IOException, InterruptedException {
        return start(database, folder, password, environment, options);
    }

    private static BenchServer start(
            BenchDatabase database, Path folder, String password, Map<String, String> environment, String... options)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder, "server-", ".log");
        List<String> command = new ArrayList<>(List.of(
                qm(),
                "run",
                "--data=" + folder.resolve("data"),
                "--http-port=0",
                "--https-port=0",
                "--db=" + database.jdbcUrl(),
                "--db-user=" + database.user()));
        command.addAll(List.of(options));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("QM_") && !name.equals("QM_CACHE"));
        builder.environment().put("QM_DB_PASSWORD", database.password());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            Matcher listens = awaitListening(process, output);
            return new BenchServer(
                    folder, password, process, output, URI.create(listens.group(1)), URI.create(listens.group(2)));
        } catch (IOException | InterruptedException | IllegalStateException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private static Matcher awaitListening(Process process, Path output) throws IOException, InterruptedException {
        for (Duration waited = Duration.ZERO; waited.compareTo(START_TIME_MAX) < 0; waited = waited.plus(STEP)) {
            Matcher listens = LISTENS.matcher(Files.readString(output));
            if (listens.find()) {
                return listens;
            }
            if (process.waitFor(STEP.toMillis(), TimeUnit.MILLISECONDS)) {
                break;
            }
        }
        throw new IllegalStateException("The server did not start. It said: " + Files.readString(output));
    }

    private static void addAccount(Path folder, String kind, String name, String password, String... options)
            throws IOException, InterruptedException {
        Path data = Files.createDirectories(folder.resolve("data"));
        List<String> command = new ArrayList<>(List.of(
                qm(),
                kind,
                "add",
                name,
                "--password-stdin",
                "--access-file",
                data.resolve("access.json").toString()));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (OutputStream in = process.getOutputStream()) {
            in.write((password + "\n").getBytes(StandardCharsets.UTF_8));
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("The account " + name + " cannot be made: " + said);
        }
    }

    /** {@code ./qm bench} runs in the folder of the project. */
    private static String qm() {
        return Path.of("qm").toAbsolutePath().toString();
    }

    URI https() {
        return https;
    }

    URI http() {
        return http;
    }

    /** The certificate that it has made for itself. */
    Path certificate() {
        return folder.resolve("data").resolve("tls").resolve("server.crt");
    }

    /** Of the process of the server alone; the database is one of this process. */
    long pid() {
        return process.pid();
    }

    String administrator() {
        return basic(ADMINISTRATOR);
    }

    String agent() {
        return basic(AGENT_ACCOUNT);
    }

    /** The value of the header {@code Authorization}. */
    private String basic(String name) {
        return "Basic " + Base64.getEncoder().encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    /** What it has said. */
    String said() throws IOException {
        return Files.readString(output);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_TIME_MAX.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
