package io.quartermaster.agent;

import io.quartermaster.agent.change.StoreRules;
import io.quartermaster.agent.change.StoreRulesFile;
import io.quartermaster.agent.inventory.Updates;
import io.quartermaster.agent.log.LogFile;
import io.quartermaster.agent.protocol.Capabilities;
import io.quartermaster.agent.session.Backoff;
import io.quartermaster.agent.spi.CustomJob;
import io.quartermaster.agent.spi.CustomJobField;
import io.quartermaster.agent.state.StateFolder;
import io.quartermaster.agent.transport.Credentials;
import io.quartermaster.agent.transport.ServerAddress;
import io.quartermaster.agent.transport.TrustAnchors;
import io.quartermaster.store.spi.StoreType;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of the agent process. Ends with 0 when all went well, 1 when not, 2 for a wrong command line. */
@Command(
        name = "quartermaster-agent",
        description = "Looks after the certificate stores of this machine, as its server says.",
        mixinStandardHelpOptions = true,
        resourceBundle = "io.quartermaster.agent.build",
        version = "Quartermaster agent ${bundle:build.version} (commit ${bundle:build.commit})",
        sortOptions = false)
public final class Main implements Callable<Integer> {
    private static final int OK = 0;
    private static final int FAILED = 1;

    /** How long the process waits for a clean end after SIGTERM: the loop's grace, its reports, and the last call. */
    private static final long STOP_SECONDS_MAX = 20;

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "Address of the server, e.g. https://keys.example.com.")
    private @Nullable String server;

    @Option(names = "--name", description = "Name of this agent on the server; default: the name of this machine.")
    private @Nullable String name;

    @Option(names = "--username", description = "Account of this agent on the server.")
    private @Nullable String username;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "File that holds the account's password. Without it the environment variable "
                    + PasswordSource.VARIABLE + " is used. There is no option for the password itself.")
    private @Nullable Path passwordFile;

    @Option(
            names = "--state",
            paramLabel = "FOLDER",
            defaultValue = "agent-state",
            description = "Folder for the agent's id, its log and reports not yet taken; default: ${DEFAULT-VALUE}.")
    private Path state = Path.of("agent-state");

    @Option(
            names = "--trust",
            paramLabel = "PEM",
            description = "File of the certificates that the server is trusted by; default: the CAs that Java trusts.")
    private @Nullable Path trust;

    @Option(
            names = "--store-rules",
            paramLabel = "FILE",
            description = "File that says where this agent may change stores and what is run afterwards; without it"
                    + " nowhere.")
    private @Nullable Path storeRules;

    @Option(
            names = "--workers",
            defaultValue = "4",
            description = "Jobs at a time, 1 to 64; default: ${DEFAULT-VALUE}.")
    private int workers = AgentSettings.WORKERS_DEFAULT;

    @Option(
            names = "--setting",
            paramLabel = "JOB.NAME=VALUE",
            description = "Setting of a custom job, e.g. FileChecksum.Roots=/etc/ssl; may be repeated.")
    private Map<String, String> jobSettings = new HashMap<>();

    @Option(names = "--once", description = "Register, run what is due, and end.")
    private boolean once;

    @Option(names = "--describe", description = "Print what this agent can do, and end.")
    private boolean describe;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Runs the agent and ends the process. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** Answers a wrong command line with one sentence, and not with all of the help. */
    static CommandLine commandLine() {
        return new CommandLine(new Main()).setParameterExceptionHandler((wrong, _) -> {
            PrintWriter errors = wrong.getCommandLine().getErr();
            errors.println(wrong.getMessage());
            errors.println("quartermaster-agent --help shows all options.");
            return CommandLine.ExitCode.USAGE;
        });
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter errors = spec.commandLine().getErr();
        if (describe) {
            describe(spec.commandLine().getOut());
            return OK;
        }
        Agent agent;
        try {
            agent = opened();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        } catch (IllegalStateException e) {
            errors.println(e.getMessage());
            return FAILED;
        } catch (IOException e) {
            errors.println("The state folder " + state + " cannot be made or used (" + reason(e)
                    + "); name another one with --state.");
            return FAILED;
        }
        // What the run throws is no wrong option: it ends the process with its trace.
        try (agent) {
            return run(agent, errors);
        }
    }

    /** Most messages of the file system are the bare path. */
    private static String reason(IOException fault) {
        return switch (fault) {
            case AccessDeniedException denied -> "permission denied: " + denied.getFile();
            case NoSuchFileException missing -> "no such folder: " + missing.getFile();
            case FileAlreadyExistsException taken -> "there is a file of that name: " + taken.getFile();
            default -> String.valueOf(fault.getMessage());
        };
    }

    private Agent opened() throws IOException {
        ServerAddress address = serverAddress();
        StateFolder.make(state);
        PrintStream console = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        LogFile log = new LogFile(state.resolve("agent.log"), LogFile.FILE_BYTES_MAX, console, Seams.clock());
        return Agent.open(settings(address, log), log, Seams.clock(), Seams.random());
    }

    /** SIGTERM and Ctrl-C run the shutdown hook, and the process ends with it: so it waits for the agent's clean end. */
    private int run(Agent agent, PrintWriter errors) throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        Thread hook = new Thread(() -> {
            agent.stop();
            try {
                ended.await(STOP_SECONDS_MAX, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Runtime.getRuntime().addShutdownHook(hook);
        boolean good;
        try {
            good = agent.run();
        } finally {
            ended.countDown();
        }
        if (!good && !agent.trouble().isEmpty()) {
            errors.println(agent.trouble());
        }
        return good ? OK : FAILED;
    }

    /** The checks that need no state folder come first, so that a typing error leaves no folder behind. */
    private ServerAddress serverAddress() {
        if (server == null) {
            throw new IllegalArgumentException("Where is the server? Give --server URL.");
        }
        if (workers < 1 || workers > AgentSettings.WORKERS_MAX) {
            throw new IllegalArgumentException(
                    "--workers is 1 to " + AgentSettings.WORKERS_MAX + ", not " + workers + ".");
        }
        return ServerAddress.parse(server);
    }

    private AgentSettings settings(ServerAddress address, LogFile log) {
        Optional<Credentials> credentials = username == null
                ? Optional.empty()
                : Optional.of(new Credentials(
                        username, PasswordSource.read(passwordFile, System.getenv(PasswordSource.VARIABLE), log)));
        if (credentials.isPresent() && address.isPlain()) {
            log.warn("The password goes to " + address + " without encryption: use https outside of tests.");
        }
        return new AgentSettings(
                address,
                name == null ? machineName() : name,
                credentials,
                Optional.ofNullable(trust).map(TrustAnchors::fromPem),
                state,
                workers,
                once,
                Updates.BYTES_MAX,
                Backoff.Timing.STANDARD,
                storeRules(),
                byJob(jobSettings));
    }

    /** What is the agent's own is closed even when the folders that are open have it below them. */
    private StoreRules storeRules() {
        List<Path> own = new ArrayList<>();
        own.add(state.toAbsolutePath());
        if (passwordFile != null) {
            own.add(passwordFile.toAbsolutePath());
        }
        if (trust != null) {
            own.add(trust.toAbsolutePath());
        }
        StoreRules rules = storeRules == null ? StoreRules.CLOSED : StoreRulesFile.read(storeRules);
        return rules.closing(own);
    }

    private static String machineName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("This machine has no name that can be found out: give --name.", e);
        }
    }

    /** {@code FileChecksum.Roots=/srv} to job name and setting name. */
    private static Map<String, Map<String, String>> byJob(Map<String, String> settings) {
        Map<String, Map<String, String>> byJob = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        settings.forEach((key, value) -> {
            int dot = key.indexOf('.');
            if (dot <= 0) {
                throw new IllegalArgumentException("--setting " + key + " must be <job>.<name>=<value>.");
            }
            byJob.computeIfAbsent(key.substring(0, dot), _ -> new HashMap<>()).put(key.substring(dot + 1), value);
        });
        return byJob;
    }

    private static void describe(PrintWriter out) {
        Extensions extensions = Extensions.load();
        for (StoreType type : extensions.storeTypes()) {
            StoreHandlers.capabilities(type).forEach(out::println);
        }
        for (CustomJob job : extensions.customJobs()) {
            out.println(Capabilities.custom(job.name()));
            out.println("    " + job.description());
            for (CustomJobField field : job.fields()) {
                out.println("    " + field.name() + (field.required() ? " (required): " : ": ") + field.description());
            }
        }
        extensions.problems().forEach(out::println);
    }
}
