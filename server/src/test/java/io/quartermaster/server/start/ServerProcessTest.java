package io.quartermaster.server.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.server.db.TestDatabase;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerProcessTest {
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
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null);
        trusted.setCertificateEntry("server", SelfMadeCertificate.read(data().resolve("tls/server.crt")));
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).build();
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
        assertThat(postmasterFile())
                .as("the one that was left by the killed server was found, and stopped with the refused start")
                .doesNotExist();
        try (ServerProcess server = ServerProcess.start(data())) {
            assertThat(postgresPid()).isNotEqualTo(postgres);
            assertThat(server.output())
                    .as("the schema of the first start is there")
                    .doesNotContain("Migrating schema");
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
}
