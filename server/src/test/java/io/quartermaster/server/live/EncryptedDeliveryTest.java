package io.quartermaster.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.quartermaster.server.secret.SecretValue;
import io.quartermaster.server.setting.WebhookSettings;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A receiver with a certificate for a name that is nowhere but on loopback. */
class EncryptedDeliveryTest {
    private static final String PASSWORD = "changeit";
    private static final Instant NOW = Instant.parse("2026-03-29T00:59:00Z");

    @TempDir
    private Path folder;

    private final AtomicInteger received = new AtomicInteger();
    private final AtomicInteger lookedUp = new AtomicInteger();

    private Path keysFor(String name) throws IOException, InterruptedException {
        Path file = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keystore",
                        file.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-alias",
                        "receiver",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=dns:" + name)
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        return file;
    }

    private HttpsServer receiver(Path keys) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, PASSWORD.toCharArray());
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            received.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    private Delivery.Outcome send(String name) throws IOException, InterruptedException, GeneralSecurityException {
        Path keys = keysFor("receiver.example");
        HttpsServer server = receiver(keys);
        Vertx vertx = Vertx.vertx();
        try {
            int port = server.getAddress().getPort();
            Destinations destinations = new Destinations(
                    new WebhookSettings(
                            false, List.of("127.0.0.0/8"), List.of(port), 1, Duration.ofDays(1), Duration.ofDays(1)),
                    asked -> {
                        lookedUp.incrementAndGet();
                        return new InetAddress[] {InetAddress.ofLiteral("127.0.0.1")};
                    });
            HttpClientOptions options = new HttpClientOptions()
                    .setTrustOptions(new PfxOptions().setPath(keys.toString()).setPassword(PASSWORD));
            return new SendDelivery(vertx, destinations, () -> NOW, options)
                    .run(
                            Delivery.waiting(new UUID(0, 1), new UUID(0, 2), "test", "{}", NOW),
                            "https://" + name + ":" + port + "/in",
                            new WebhookSecret(new SecretValue("qmwh_test")));
        } finally {
            server.stop(0);
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @Test
    void theCheckedAddressIsConnectedToAndTheCertificateIsThatOfTheName()
            throws IOException, InterruptedException, GeneralSecurityException {
        assertThat(send("receiver.example")).isEqualTo(new Delivery.Outcome(200, null));
        assertThat(received).hasValue(1);
        assertThat(lookedUp).hasValue(1);
    }

    @Test
    void aCertificateForAnotherNameIsRefusedBeforeAnythingIsSent()
            throws IOException, InterruptedException, GeneralSecurityException {
        Delivery.Outcome outcome = send("other.example");
        assertThat(outcome.succeeded()).isFalse();
        assertThat(outcome.status()).isNull();
        assertThat(outcome.error()).contains("other.example");
        assertThat(received).hasValue(0);
    }
}
