package io.quartermaster.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** HAProxy in front of a server, set up as {@code docs/operating/several-servers.md} says. */
final class HaProxy implements AutoCloseable {
    private static final int WAITS_MAX = 100;
    private static final int WAIT_MILLIS = 50;

    private final Process process;
    private final int port;

    private HaProxy(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Returns when it listens.
     *
     * @param certificate with its key, PEM, of the proxy
     * @param clientAuthority who signs the certificates of agents
     * @throws IOException also when there is no {@code haproxy} on this machine
     */
    static HaProxy start(BenchServer server, Path certificate, Path clientAuthority, Path folder)
            throws IOException, InterruptedException {
        int port = freePort();
        Path file = Files.createDirectories(folder).resolve("haproxy.cfg");
        Files.writeString(file, """
                defaults
                    mode http
                    timeout connect 5s
                    timeout client 60s
                    timeout server 60s
                frontend agents
                    bind 127.0.0.1:%d ssl crt %s ca-file %s verify required
                    http-request set-header X-ARR-ClientCert "-----BEGIN CERTIFICATE-----%%[ssl_c_der,base64]-----END CERTIFICATE-----"
                    default_backend quartermaster
                backend quartermaster
                    http-reuse always
                    server one 127.0.0.1:%d
                """.formatted(
                        port, certificate, clientAuthority, server.http().getPort()));
        Process process = new ProcessBuilder("haproxy", "-db", "-f", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("haproxy.log").toFile())
                .start();
        for (int wait = 0; wait < WAITS_MAX; wait++) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return new HaProxy(process, port);
            } catch (IOException notYet) {
                if (process.waitFor(WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
                    break;
                }
            }
        }
        process.destroyForcibly();
        throw new IOException("HAProxy did not start: " + Files.readString(folder.resolve("haproxy.log")));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroy();
    }
}
