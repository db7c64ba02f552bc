package io.quartermaster.server.start;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.server.db.Seams;
import io.quartermaster.server.db.TestDatabase;
import io.quartermaster.server.db.embedded.Durability;
import io.quartermaster.server.db.embedded.EmbeddedPostgres;
import io.quartermaster.server.db.embedded.EmbeddedPostgresSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerProcessTest {
    private static final Pattern TO_CONNECT = Pattern.compile(
            "(?<export>export PGHOST=127\\.0\\.0\\.1 .*)\\n\\nFor Java: (?<url>jdbc:\\S+:(?<port>\\d+)/\\w+), user (?<user>\\w+)\\.");

    private static final String SCHEDULED = "/KeyfactorAPI/OrchestratorJobs/ScheduledJobs";

    @TempDir
    private Path temporary = Path.of(".");

    private Path data() {
        return temporary.resolve("data");
    }

    private Path postmasterFile() {
        return data().resolve("postgres/cluster/postmaster.pid");
    }

    private long postgresPid() throws Exception {
        return Long.parseLong(Files.readAllLines(postmasterFile()).getFirst());
    }

    /** A client that trusts the server's own certificate and nothing else, and checks the name. */
    private HttpClient client() throws Exception {
        return HttpClient.newBuilder().sslContext(trusting()).build();
    }

    private SSLContext trusting() throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null);
        trusted.setCertificateEntry("server", SelfMadeCertificate.read(data().resolve("tls/server.crt")));
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }

    private static String get(HttpClient client, String address) throws Exception {
        HttpResponse<String> response =
                client.send(HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(address).isEqualTo(200);
        return response.body();
    }

    @Test
    void itServesHttpAndHttpsAndStopsWithItsDatabaseWhenToldTo() throws Exception {
        try (ServerProcess server = ServerProcess.start(data());
                HttpClient client = client()) {
            assertThat(get(client, "https://localhost:" + server.httpsPort() + "/health"))
                    .contains("\"status\": \"UP\"")
                    .contains("Database connections");
            assertThat(get(client, "http://127.0.0.1:" + server.httpPort() + "/metrics"))
                    .contains("jvm_memory_used_bytes");
            long postgres = postgresPid();
            assertThat(server.stop()).as("exit code after SIGTERM").isEqualTo(143);
            assertThat(postmasterFile()).as("PostgreSQL was stopped").doesNotExist();
            assertThat(Files.exists(Path.of("/proc/" + postgres + "/cwd"))).isFalse();
            assertThat(server.output()).doesNotContain("ERROR");
        }
    }

    @Test
    void killedItIsStartedAgainOnTheSameDatabaseAndSaysWhenAPortIsInUse() throws Exception {
        long postgres;
        try (ServerProcess server = ServerProcess.start(data())) {
            postgres = postgresPid();
            server.kill();
        }
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
                ServerProcess refused = ServerProcess.begin(data(), Map.of(), "--http-port=" + taken.getLocalPort())) {
            assertThat(refused.awaitEnd()).isEqualTo(1);
            assertThat(refused.output())
                    .contains("qm: Port " + taken.getLocalPort() + " of 127.0.0.1 cannot be used (")
                    .doesNotContain("\tat ");
        }
        try (ServerProcess server = ServerProcess.start(data())) {
            assertThat(postgresPid())
                    .as("the one that was left by the killed server was found")
                    .isEqualTo(postgres);
            assertThat(server.output())
                    .as("the schema of the first start is there")
                    .doesNotContain("Migrating schema");
            server.stop();
        }
    }

    @Test
    void whenItsPostgresIsKilledItStartsItAgainAndAnswersAsBeforeWithNothingLost() throws Exception {
        try (ServerProcess server = ServerProcess.start(data());
                HttpClient client = client()) {
            String api = "http://127.0.0.1:" + server.httpPort();
            String admin =
                    server.awaitOutput(Pattern.compile("with password (\\S+)")).group(1);
            String port = port(data());
            String job = scheduledCustomJob(client, api, admin, port);
            long postgres = postgresPid();

            ProcessHandle.of(postgres).orElseThrow().destroyForcibly();
            server.awaitOutput(Pattern.compile("PostgreSQL \\(process " + postgres
                    + "\\) ended although nobody stopped it; start 1 of 5 in 1 s, see "));
            HttpResponse<String> meanwhile = call(client, admin, "GET", api + SCHEDULED, "");
            assertThat(meanwhile.statusCode()).as(meanwhile.body()).isEqualTo(503);
            HttpResponse<String> health = call(client, admin, "GET", api + "/health/ready", "");
            assertThat(health.statusCode()).isEqualTo(503);
            assertThat(health.body()).contains("It ended although nobody stopped it; start 1 of 5 in 1 s.");
            assertThat(call(client, admin, "GET", api + "/health/live", "").statusCode())
                    .isEqualTo(200);
            server.awaitOutput(Pattern.compile("PostgreSQL runs again \\(process \\d+, port " + port + "\\)"));

            for (int request = 0; request < 3; request++) {
                HttpResponse<String> after = call(client, admin, "GET", api + SCHEDULED, "");
                assertThat(after.statusCode()).as(after.body()).isEqualTo(200);
                assertThat(after.body()).contains(job);
            }
            get(client, api + "/health");
            assertThat(postgresPid()).isNotEqualTo(postgres);
            assertThat(server.stop()).isEqualTo(143);
            assertThat(server.output()).doesNotContain("\tat ");
        }
        assertThat(postmasterFile()).as("PostgreSQL was stopped").doesNotExist();
    }

    /** The id of a job for an agent that is known and has not come yet. */
    private String scheduledCustomJob(HttpClient client, String api, String admin, String port) throws Exception {
        String agent = "0190a000-0000-7000-8000-000000000001";
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:" + port + "/quartermaster",
                        "quartermaster",
                        Files.readString(data().resolve("postgres/server.password"))
                                .strip());
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "INSERT INTO agent (id, client_machine, username, platform, version, status, capabilities,"
                            + " capability_names, client_parameters, registered_at) VALUES ('" + agent
                            + "', 'mail-7', 'agents',"
                            + " 1, '1.0.0.0', 2, '{Custom.Restart}', '{Restart}', '{}', now());"
                            + " INSERT INTO agent_job_list (agent_id, version) VALUES ('" + agent + "', 0)");
        }
        HttpResponse<String> type =
                call(client, admin, "POST", api + "/KeyfactorAPI/JobTypes/Custom", "{\"JobTypeName\": \"Restart\"}");
        assertThat(type.statusCode()).as(type.body()).isEqualTo(200);
        HttpResponse<String> job = call(
                client,
                admin,
                "POST",
                api + "/KeyfactorAPI/OrchestratorJobs/Custom",
                "{\"AgentId\": \"" + agent
                        + "\", \"JobTypeName\": \"Restart\", \"Schedule\": {\"Interval\": {\"Minutes\": 30}}}");
        assertThat(job.statusCode()).as(job.body()).isEqualTo(200);
        Matcher id = Pattern.compile("\"JobId\":\"([^\"]+)\"").matcher(job.body());
        assertThat(id.find()).as(job.body()).isTrue();
        return id.group(1);
    }

    private static HttpResponse<String> call(
            HttpClient client, String password, String method, String address, String body) throws Exception {
        String basic = Base64.getEncoder().encodeToString(("admin:" + password).getBytes(UTF_8));
        return client.send(
                HttpRequest.newBuilder(URI.create(address))
                        .header("Authorization", "Basic " + basic)
                        .header("x-keyfactor-requested-with", "APIClient")
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void itSpeaksTheTlsOfAgentsThatAreOutThere(String version) throws Exception {
        try (ServerProcess server = ServerProcess.start(data())) {
            SSLParameters only = new SSLParameters();
            only.setProtocols(new String[] {version});
            try (HttpClient client = HttpClient.newBuilder()
                    .sslContext(trusting())
                    .sslParameters(only)
                    .build()) {
                get(client, "https://localhost:" + server.httpsPort() + "/health");
            }
            server.stop();
        }
    }

    @Test
    void itUsesAnotherPostgresWhenTold() throws Exception {
        try (TestDatabase database = TestDatabase.fresh();
                ServerProcess server = ServerProcess.begin(
                        data(), Map.of("QM_DB_URL", database.jdbcUrl(), "QM_DB_PASSWORD", database.password()))) {
            server.awaitListening();
            List<String> users = database.database()
                    .read(tx -> tx.createQuery(
                                    "SELECT DISTINCT usename FROM pg_stat_activity WHERE application_name = 'quartermaster'")
                            .mapTo(String.class)
                            .list());
            assertThat(users).containsExactly(database.user());
            assertThat(data().resolve("postgres")).doesNotExist();
            server.stop();
        }
    }

    @Test
    void whileADatabaseOfItsOwnersIsAwayItsPeriodicTasksSaySoOnceAndOnceThatItIsBack() throws Exception {
        EmbeddedPostgresSettings settings = EmbeddedPostgresSettings.in(temporary.resolve("other"))
                .withDurability(Durability.LOST_WITH_THE_MACHINE_FOR_TESTS);
        EmbeddedPostgres first = EmbeddedPostgres.start(settings, Seams.systemPause(), Seams.secureRandom());
        try (first;
                ServerProcess server = ServerProcess.begin(
                        data(),
                        Map.of(
                                "QM_DB_URL",
                                first.jdbcUrl(),
                                "QM_DB_PASSWORD",
                                first.password().value()))) {
            server.awaitListening();
            first.close();
            server.awaitOutput(Pattern.compile("The database cannot be reached \\(.*\\); what needs it waits"));
            try (EmbeddedPostgres again = EmbeddedPostgres.start(
                    settings.withPort(first.port()), Seams.systemPause(), Seams.secureRandom())) {
                assertThat(again.port()).isEqualTo(first.port());
                server.awaitOutput(Pattern.compile("The database answers again\\."));
                server.stop();
            }
            assertThat(server.output())
                    .containsOnlyOnce("The database cannot be reached")
                    .containsOnlyOnce("The database answers again")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void theDatabaseRunsAloneUntilItIsToldToStopAndSaysHowToConnectWithoutThePassword() throws Exception {
        Path data = temporary.resolve("it's data");
        Path passwordFile = data.resolve("postgres/server.password");
        try (ServerProcess database = ServerProcess.beginDatabase(data)) {
            MatchResult said = database.awaitOutput(TO_CONNECT);
            String password = Files.readString(passwordFile).strip();
            assertThat(database.output())
                    .contains("The password stands in " + passwordFile)
                    .doesNotContain(password);
            assertThat(said.group("port")).isEqualTo(port(data));
            assertThat(shell(said.group("export") + "; echo \"$PGHOST $PGPORT $PGUSER $PGDATABASE $PGPASSWORD\""))
                    .isEqualTo("127.0.0.1 " + port(data) + " quartermaster quartermaster " + password);
            try (Connection connection = DriverManager.getConnection(said.group("url"), said.group("user"), password)) {
                assertThat(connection.getMetaData().getDatabaseProductName()).isEqualTo("PostgreSQL");
            }
            assertThat(data.resolve("secret.keys")).as("no server was there").doesNotExist();

            try (ServerProcess server = ServerProcess.begin(data, Map.of())) {
                assertThat(server.awaitEnd()).isEqualTo(1);
                assertThat(server.output())
                        .contains("qm: The database folder " + data.resolve("postgres")
                                + " is used by another server, or by ./qm database; stop that, or name another folder"
                                + " with --data.")
                        .doesNotContain("\tat ");
            }
            assertThat(database.stop()).as("exit code after SIGTERM").isEqualTo(143);
            assertThat(data.resolve("postgres/cluster/postmaster.pid")).doesNotExist();
        }
    }

    private static String port(Path data) throws IOException {
        return Files.readAllLines(data.resolve("postgres/cluster/postmaster.pid"))
                .get(3);
    }

    private static String shell(String script) throws IOException {
        Process process = new ProcessBuilder("/bin/sh", "-c", script).start();
        return new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    }

    @Test
    void theDatabaseAloneSaysWhyItCannotStartAndTheFolderIsAsGoodAsBefore() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
                ServerProcess refused = ServerProcess.beginDatabase(data(), "--db-port=" + taken.getLocalPort())) {
            assertThat(refused.awaitEnd()).isEqualTo(1);
            assertThat(refused.output())
                    .endsWith("qm: Port " + taken.getLocalPort() + " of 127.0.0.1, wanted for the database, is in use;"
                            + " choose another with --db-port, or leave that out for a free one.\n");
        }
        Path control = data().resolve("postgres/cluster/global/pg_control");
        Path aside = temporary.resolve("pg_control");
        Files.move(control, aside);
        try (ServerProcess refused = ServerProcess.beginDatabase(data())) {
            assertThat(refused.awaitEnd()).isEqualTo(1);
            assertThat(refused.output())
                    .contains("qm: The database folder " + data().resolve("postgres/cluster")
                            + " is damaged: global/pg_control is missing. Nothing was changed")
                    .doesNotContain("\tat ");
        }
        Files.move(aside, control);
        try (ServerProcess database = ServerProcess.beginDatabase(data())) {
            database.awaitOutput(TO_CONNECT);
            database.stop();
        }
    }
}
