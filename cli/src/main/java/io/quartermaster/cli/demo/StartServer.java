package io.quartermaster.cli.demo;

import io.quartermaster.cli.Secret;
import io.quartermaster.cli.api.Account;
import io.quartermaster.cli.api.ApiClient;
import io.quartermaster.cli.process.ChildProcess;
import io.quartermaster.cli.process.Leash;
import io.quartermaster.cli.process.Tool;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes the accounts, starts the server with a database of its own on free ports, and waits until it is healthy. */
final class StartServer {
    static final String ADMINISTRATOR = "admin";
    static final String AGENT_ACCOUNT = "demo-agent";

    /** The interval at which agents are told to ask for news; five minutes unless set. */
    static final Duration HEARTBEAT = Duration.ofSeconds(2);

    private static final int HEALTHY = 204;
    private static final Pattern LISTENS =
            Pattern.compile("Quartermaster listens on (https://\\S+:\\d+) and (http://\\S+:\\d+)");

    private final Programs programs;
    private final DemoFolder folder;
    private final Household household;
    private final Leash leash;
    private final Waiting waiting;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Narration narration;

    StartServer(
            Programs programs,
            DemoFolder folder,
            Household household,
            Leash leash,
            Waiting waiting,
            InstantSource clock,
            RandomGenerator random,
            Narration narration) {
        this.programs = programs;
        this.folder = folder;
        this.household = household;
        this.leash = leash;
        this.waiting = waiting;
        this.clock = clock;
        this.random = random;
        this.narration = narration;
    }

    /**
     * A server that runs.
     *
     * @param http where people look
     * @param https where agents call
     * @param certificate the one it made for itself, which agents are to trust
     */
    record Server(URI http, URI https, Path certificate, Account administrator, Account agentAccount, ApiClient api) {}

    Server run() throws InterruptedException {
        Instant begun = clock.instant();
        // Made before the first start, which would otherwise make an administrator and print the password.
        Account administrator = account(ADMINISTRATOR, "user", List.of("--role", "Administrator"));
        Account agentAccount = account(AGENT_ACCOUNT, "agent-account", List.of());
        narration.did("Accounts made: user " + ADMINISTRATOR + ", agent account " + AGENT_ACCOUNT + ".");
        ChildProcess process = household.start(() -> ChildProcess.start(
                "The server",
                List.of(
                        programs.java().toString(),
                        "-jar",
                        programs.serverJar().toString(),
                        "run",
                        "--data",
                        folder.server().toString(),
                        "--http-port",
                        "0",
                        "--https-port",
                        "0"),
                Map.of("QM_AGENT_HEARTBEAT", HEARTBEAT.toString()),
                folder.serverLog(),
                Limits.SERVER_STOP,
                leash));
        Matcher listens = waiting.until("the server to listen", Limits.SERVER_START, () -> {
            household.requireAlive();
            narration.progress("PostgreSQL and the server start, "
                    + Duration.between(begun, clock.instant()).toSeconds() + " s");
            return match(process);
        });
        URI https = URI.create(listens.group(1));
        URI http = URI.create(listens.group(2));
        ApiClient api = new ApiClient(http, administrator, Limits.CALL);
        waiting.until("the server to be healthy", Limits.SERVER_START, () -> {
            household.requireAlive();
            int status = api.statusOf("/KeyfactorAPI/Status/HealthCheck");
            return status == HEALTHY ? Optional.of(status) : Optional.empty();
        });
        Duration took = Duration.between(begun, clock.instant());
        narration.did("PostgreSQL and server started: " + http + " and " + https + ".");
        narration.proved("GET /Status/HealthCheck answers 204, " + took.toSeconds() + " s after the beginning");
        return new Server(
                http, https, folder.server().resolve("tls").resolve("server.crt"), administrator, agentAccount, api);
    }

    private static Optional<Matcher> match(ChildProcess process) {
        try {
            return process.lines().stream()
                    .map(LISTENS::matcher)
                    .filter(Matcher::find)
                    .findFirst();
        } catch (IOException e) {
            throw new DemoFailure("What the server says cannot be read: " + e.getMessage(), e);
        }
    }

    private Account account(String name, String command, List<String> options) throws InterruptedException {
        Secret password = Secret.random(random);
        List<String> whole = new ArrayList<>(List.of(
                programs.java().toString(),
                "-XX:TieredStopAtLevel=1",
                "-jar",
                programs.serverJar().toString(),
                command,
                "add",
                name,
                "--password-stdin",
                "--access-file",
                folder.server().resolve("access.json").toString()));
        whole.addAll(options);
        try {
            Tool.Outcome outcome = Tool.run(whole, Map.of(), password.reveal() + "\n");
            if (!outcome.succeeded()) {
                throw new DemoFailure("The account " + name + " cannot be made: " + outcome.lastLine());
            }
        } catch (IOException e) {
            throw new DemoFailure("The account " + name + " cannot be made: " + e.getMessage(), e);
        }
        return new Account(name, password);
    }
}
