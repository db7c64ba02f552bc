package io.quartermaster.server.start;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.agent.custom.CustomHandler;
import io.quartermaster.agent.sim.SimulatedAgent;
import io.quartermaster.agent.spi.CustomJob;
import io.quartermaster.agent.spi.CustomJobField;
import io.quartermaster.agent.spi.CustomJobRequest;
import io.quartermaster.agent.transport.Credentials;
import io.quartermaster.agent.transport.HttpTransport;
import io.quartermaster.agent.transport.ServerAddress;
import io.quartermaster.server.db.TestDatabase;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: several servers on one database are as good as one. No job is handed out twice, none begins after its unschedule,
 * none is forgotten, and a periodic task runs once at its time, although servers are killed.
 *
 * <p>Method: three packaged servers, and a proxy that takes turns between them and loses answers. The loops of real agents
 * call through it; jobs are scheduled and unscheduled through it; meanwhile one server after the other is killed and
 * started again. What the agents did and what the database says must then agree.
 */
class SeveralServersProcessTest {
    private static final int SERVERS = 3;
    private static final int AGENTS = 6;
    private static final int ROUNDS_PER_KILL = 6;
    private static final Duration TIME_MAX = Duration.ofMinutes(3);
    private static final Duration STEP = Duration.ofMillis(50);
    private static final Pattern PASSWORD = Pattern.compile("with password (\\S+)");
    private static final Map<String, String> SETTINGS =
            Map.of("QM_AGENT_HEARTBEAT", "1s", "JAVA_TOOL_OPTIONS", "-Xmx200m");

    @TempDir
    private Path temporary = Path.of(".");

    private final TestDatabase database = TestDatabase.fresh();
    private final SplittableRandom random = new SplittableRandom(7);
    private final List<ServerProcess> servers = new ArrayList<>();
    private final List<SimulatedAgent> agents = new ArrayList<>();
    private final AtomicBoolean over = new AtomicBoolean();
    private final Set<UUID> unscheduled = new HashSet<>();
    private String adminPassword = "";

    @Test
    void jobsRunOnceAndUnscheduledOnesNeverWhileServersAreKilled() throws Exception {
        try (RoundRobinProxy proxy = new RoundRobinProxy(SERVERS);
                HttpClient client = HttpClient.newHttpClient()) {
            countTaskRuns();
            startServers(proxy);
            List<Thread> running = startAgents(proxy);
            await("the job type is there", () -> {
                call(client, proxy, "POST", "/JobTypes/Custom", "{\"JobTypeName\": \"Count\"}");
                return count("SELECT count(*) FROM custom_job_type") == 1;
            });
            approveAll(client, proxy);
            for (int number = 0; number < SERVERS; number++) {
                servers.get(number).kill();
                scheduleAndUnschedule(client, proxy);
                restart(proxy, number);
                scheduleAndUnschedule(client, proxy);
            }
            await("all jobs are done", () -> count("SELECT count(*) FROM scheduled_job") == 0);
            await("a periodic task ran", () -> count("SELECT count(*) FROM task_run") > 0);
            over.set(true);
            for (Thread agent : running) {
                agent.join();
            }
            everyJobRanOnceButForTheUnscheduled(proxy);
            assertThat(count("SELECT count(*) - count(DISTINCT (type, slot)) FROM task_run"))
                    .as("runs of a periodic task beside the first of its time")
                    .isZero();
        } finally {
            over.set(true);
            servers.forEach(ServerProcess::close);
            database.close();
        }
    }

    /** The row of a task changes when a server takes its run upon itself. */
    private void countTaskRuns() {
        database.database().runInTransaction(tx -> tx.execute("""
                CREATE TABLE task_run (type int, slot timestamptz);
                CREATE FUNCTION note_task_run() RETURNS trigger LANGUAGE plpgsql AS
                $$BEGIN INSERT INTO task_run VALUES (OLD.type, OLD.next_run); RETURN NULL; END$$;
                CREATE TRIGGER task_runs AFTER UPDATE OF last_run ON scheduled_task
                  FOR EACH ROW EXECUTE FUNCTION note_task_run();
                """));
    }

    private void startServers(RoundRobinProxy proxy) throws Exception {
        servers.add(begin(0));
        adminPassword = servers.getFirst().awaitOutput(PASSWORD).group(1);
        addAgentAccount();
        for (int number = 1; number < SERVERS; number++) {
            Files.createDirectories(data(number));
            for (String shared : List.of("access.json", "secret.keys")) {
                Files.copy(data(0).resolve(shared), data(number).resolve(shared));
            }
            servers.add(begin(number));
        }
        for (int number = 0; number < SERVERS; number++) {
            servers.get(number).awaitListening();
            proxy.send(number, servers.get(number).httpPort());
        }
    }

    private Path data(int server) {
        return temporary.resolve("data-" + server);
    }

    private ServerProcess begin(int server) throws IOException {
        Map<String, String> environment = new HashMap<>(SETTINGS);
        environment.put("QM_DB_URL", database.jdbcUrl());
        environment.put("QM_DB_PASSWORD", database.password());
        return ServerProcess.begin(data(server), environment);
    }

    private void restart(RoundRobinProxy proxy, int number) throws Exception {
        ServerProcess again = begin(number);
        servers.set(number, again);
        again.awaitListening();
        proxy.send(number, again.httpPort());
    }

    private void addAgentAccount() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                Path.of("target", "quarkus-app", "quarkus-run.jar").toString(),
                "agent-account",
                "add",
                "fleet",
                "--password-stdin",
                "--access-file",
                data(0).resolve("access.json").toString());
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(temporary.resolve("account.log").toFile())
                .start();
        try (OutputStream input = process.getOutputStream()) {
            input.write((adminPassword + "\n").getBytes(UTF_8));
        }
        assertThat(process.waitFor())
                .as(Files.readString(temporary.resolve("account.log")))
                .isZero();
    }

    private List<Thread> startAgents(RoundRobinProxy proxy) {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < AGENTS; i++) {
            SimulatedAgent agent = new SimulatedAgent(
                    "agent-" + i,
                    List.of(new CustomHandler(new Count(), Map.of())),
                    new HttpTransport(
                            ServerAddress.parse(proxy.address()),
                            Optional.of(new Credentials("fleet", adminPassword)),
                            null),
                    random.split(),
                    Instant.now(),
                    SimulatedAgent.quiet());
            agents.add(agent);
            threads.add(Thread.ofPlatform().name(agent.name()).start(() -> live(agent)));
        }
        return threads;
    }

    private void live(SimulatedAgent agent) {
        while (!over.get()) {
            if (!agent.step(Instant.now())) {
                try {
                    Thread.sleep(STEP);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    private void approveAll(HttpClient client, RoundRobinProxy proxy) throws Exception {
        await("all agents have come", () -> agentIds().size() == AGENTS);
        String agentIds = agentIds().stream().map(id -> "\"" + id + "\"").collect(Collectors.joining(",", "[", "]"));
        await("all agents are approved", () -> {
            call(client, proxy, "POST", "/Agents/Approve", agentIds);
            return count("SELECT count(*) FROM agent WHERE status = 2") == AGENTS;
        });
    }

    private void scheduleAndUnschedule(HttpClient client, RoundRobinProxy proxy) throws Exception {
        String agentIds = agentIds().stream().map(id -> "\"" + id + "\"").collect(Collectors.joining(",", "[", "]"));
        for (int round = 0; round < ROUNDS_PER_KILL; round++) {
            Optional<HttpResponse<String>> made = call(
                    client,
                    proxy,
                    "POST",
                    "/OrchestratorJobs/Custom/Bulk",
                    "{\"OrchestratorIds\": " + agentIds
                            + ", \"JobTypeName\": \"Count\", \"Schedule\": {\"Immediate\": true}}");
            made.ifPresent(
                    answer -> assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200));
            // Agents may be about to begin one of these; it is then refused, or gone.
            for (UUID job : ids("SELECT id FROM scheduled_job WHERE state = 'SCHEDULED' ORDER BY id LIMIT 3")) {
                Optional<HttpResponse<String>> answer =
                        call(client, proxy, "POST", "/OrchestratorJobs/Unschedule", "{\"JobIds\": [\"" + job + "\"]}");
                if (answer.isPresent() && answer.get().statusCode() == 204) {
                    unscheduled.add(job);
                }
            }
            Thread.sleep(STEP);
        }
    }

    /** Empty when no answer came: what was asked may have been done, or not. */
    private Optional<HttpResponse<String>> call(
            HttpClient client, RoundRobinProxy proxy, String method, String path, String body) throws Exception {
        String basic = Base64.getEncoder().encodeToString(("admin:" + adminPassword).getBytes(UTF_8));
        HttpRequest request = HttpRequest.newBuilder(URI.create(proxy.address() + "/KeyfactorAPI" + path))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Basic " + basic)
                .header("x-keyfactor-requested-with", "APIClient")
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            return Optional.of(client.send(request, HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private void everyJobRanOnceButForTheUnscheduled(RoundRobinProxy proxy) {
        List<UUID> begun = agents.stream()
                .flatMap(agent -> agent.begun().stream())
                .map(attempt -> UUID.fromString(attempt.jobId()))
                .toList();
        Set<UUID> made = new HashSet<>(ids("SELECT DISTINCT job_id FROM job_event"));
        Set<UUID> succeeded = new HashSet<>(ids("SELECT job_id FROM job_history WHERE result = 2"));
        Set<UUID> removed = new HashSet<>(ids("SELECT id FROM unscheduled_job"));
        assertThat(begun).as("attempts that agents began").doesNotHaveDuplicates();
        assertThat(ids("SELECT job_id FROM job_history WHERE result = 2"))
                .as("successes")
                .doesNotHaveDuplicates();
        assertThat(succeeded).isEqualTo(Set.copyOf(begun));
        assertThat(removed).as("what was answered with 204 is off").containsAll(unscheduled);
        assertThat(begun).as("unscheduled and run").noneMatch(removed::contains);
        Set<UUID> either = new HashSet<>(removed);
        either.addAll(begun);
        assertThat(either).as("every job ran or was unscheduled").isEqualTo(made);
        assertThat(unscheduled).as("unscheduled").hasSizeGreaterThan(10);
        assertThat(begun).as("run").hasSizeGreaterThan(50);
        for (int server = 0; server < SERVERS; server++) {
            assertThat(proxy.connectionsOf(server))
                    .as("connections of server " + server)
                    .isGreaterThan(10);
        }
        System.out.printf(
                "Three servers: %d jobs, %d run, %d unscheduled, %d answers lost%n",
                made.size(), begun.size(), removed.size(), proxy.answersLost());
    }

    private List<UUID> agentIds() {
        return ids("SELECT id FROM agent ORDER BY id");
    }

    private List<UUID> ids(String sql) {
        return database.database()
                .read(tx -> tx.createQuery(sql).mapTo(UUID.class).list());
    }

    private long count(String sql) {
        return database.database()
                .read(tx -> tx.createQuery(sql).mapTo(Long.class).one());
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(String what, Condition condition) throws Exception {
        Instant end = Instant.now().plus(TIME_MAX);
        while (!condition.holds()) {
            assertThat(Instant.now()).as("waiting until " + what).isBefore(end);
            Thread.sleep(STEP);
        }
    }

    /** Does nothing; that it began is what counts. */
    private static final class Count implements CustomJob {
        @Override
        public String name() {
            return "Count";
        }

        @Override
        public String description() {
            return "Does nothing.";
        }

        @Override
        public List<CustomJobField> fields() {
            return List.of();
        }

        @Override
        public String run(CustomJobRequest request) {
            return "done";
        }
    }
}
