package io.quartermaster.server.ca;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Pebble, the ACME server of Let's Encrypt for tests, as a process of its own, with a DNS server in which every name is this
 * machine. It validates http-01 for real, at the port that it is told. All on loopback.
 */
final class Pebble implements AutoCloseable {
    private static final int STARTED_ATTEMPTS = 300;
    private static final int PAUSE_MILLIS = 50;

    private final Commands commands;
    private final Path folder;
    private final int port = freePort();
    private final int managementPort = freePort();
    private final int dnsManagementPort = freePort();
    private final Process dns;
    private final Process pebble;

    /** @param validationPort where names are asked for http-01 */
    Pebble(Path folder, int validationPort) {
        this.folder = folder;
        commands = new Commands(folder);
        commands.succeed(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-keyout",
                "pebble.key",
                "-out",
                "pebble.pem",
                "-subj",
                "/CN=localhost",
                "-addext",
                "subjectAltName=IP:127.0.0.1",
                "-days",
                "30");
        commands.write("pebble.json", """
                {"pebble": {
                  "listenAddress": "127.0.0.1:%d",
                  "managementListenAddress": "127.0.0.1:%d",
                  "certificate": "pebble.pem",
                  "privateKey": "pebble.key",
                  "httpPort": %d,
                  "tlsPort": %d,
                  "ocspResponderURL": "",
                  "externalAccountBindingRequired": false
                }}
                """.formatted(port, managementPort, validationPort, validationPort)
                .getBytes(StandardCharsets.UTF_8));
        int dnsPort = freePort();
        dns = start(
                Map.of(),
                "pebble-challtestsrv",
                "-dns01",
                "127.0.0.1:" + dnsPort,
                "-management",
                "127.0.0.1:" + dnsManagementPort,
                "-http01",
                "",
                "-https01",
                "",
                "-tlsalpn01",
                "",
                "-defaultIPv4",
                "127.0.0.1",
                "-defaultIPv6",
                "");
        pebble = start(
                Map.of("PEBBLE_VA_NOSLEEP", "1", "PEBBLE_AUTHZREUSE", "0"),
                "pebble",
                "-config",
                "pebble.json",
                "-dnsserver",
                "127.0.0.1:" + dnsPort);
        await();
    }

    String directory() {
        return "https://127.0.0.1:" + port + "/dir";
    }

    /** What its directory is to be trusted by. */
    String trusted() {
        return new String(commands.read("pebble.pem"), StandardCharsets.US_ASCII);
    }

    /** The root of what it signs, PEM. */
    String root() {
        return get("https://127.0.0.1:" + managementPort + "/roots/0").body();
    }

    /** From now on nobody can look up this name. */
    void forgetName(String name) {
        send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + dnsManagementPort + "/set-servfail"))
                .POST(HttpRequest.BodyPublishers.ofString("{\"host\":\"" + name + "\"}")));
    }

    private Process start(Map<String, String> environment, String... command) {
        try {
            ProcessBuilder builder = new ProcessBuilder(List.of(command))
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve(command[0] + ".log").toFile());
            builder.environment().putAll(environment);
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void await() {
        for (int i = 0; i < STARTED_ATTEMPTS && pebble.isAlive(); i++) {
            try {
                if (get(directory()).statusCode() == 200) {
                    return;
                }
            } catch (UncheckedIOException e) {
                pause();
            }
        }
        close();
        throw new AssertionError("pebble does not start:\n" + log());
    }

    String log() {
        try {
            return Files.readString(folder.resolve("pebble.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpResponse<String> get(String address) {
        return send(HttpRequest.newBuilder(URI.create(address)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try (HttpClient client =
                HttpClient.newBuilder().sslContext(AcmeTrust.context(trusted())).build()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        for (Process process : List.of(pebble, dns)) {
            process.destroy();
            try {
                if (!process.waitFor(5, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
