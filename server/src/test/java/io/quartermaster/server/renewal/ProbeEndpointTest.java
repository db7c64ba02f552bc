package io.quartermaster.server.renewal;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.server.cert.ParsedCertificate;
import io.quartermaster.server.cert.TestCertificates;
import io.quartermaster.server.setting.RenewalSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

/** What is found at endpoints, on real sockets of this machine. */
final class ProbeEndpointTest {
    private static final RenewalSettings LOOPBACK = new RenewalSettings(10, List.of("127.0.0.0/8", "::1/128"));
    private static final KeyPair KEYS = TestCertificates.keys("EC", 256);
    private static final byte[] SERVED =
            TestCertificates.der("CN=app.example.test", BigInteger.TEN, KEYS, "SHA256withECDSA");

    private static String digest(byte[] der) {
        return HexFormat.of().formatHex(ParsedCertificate.digest("SHA-256", der));
    }

    /** Serves the certificate to each who comes, until it is closed. */
    private static final class TlsServer implements AutoCloseable {
        private final SSLServerSocket socket;

        TlsServer(boolean asksForACertificate) throws Exception {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            Certificate certificate =
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(SERVED));
            store.setKeyEntry("a", KEYS.getPrivate(), new char[0], new Certificate[] {certificate});
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            socket = (SSLServerSocket)
                    context.getServerSocketFactory().createServerSocket(0, 5, InetAddress.getLoopbackAddress());
            socket.setNeedClientAuth(asksForACertificate);
            Thread.startVirtualThread(this::serve);
        }

        private void serve() {
            while (!socket.isClosed()) {
                try (SSLSocket visitor = (SSLSocket) socket.accept()) {
                    visitor.startHandshake();
                } catch (IOException e) {
                    // The visitor has seen enough, or this server is closed.
                }
            }
        }

        Endpoint endpoint() {
            return new Endpoint("127.0.0.1", socket.getLocalPort());
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    void theCertificateThatIsServedIsCompared() throws Exception {
        ProbeEndpoint probe = new ProbeEndpoint(LOOPBACK);
        try (TlsServer server = new TlsServer(false)) {
            assertThat(probe.run(server.endpoint(), Set.of(digest(SERVED)))).isEmpty();
            assertThat(probe.run(server.endpoint(), Set.of(digest(new byte[] {1}))))
                    .hasValue("Another certificate is served: CN=app.example.test, until 2049-01-01T00:00:00Z.");
        }
    }

    @Test
    void aServerThatAsksForACertificateIsLookedAtTheSame() throws Exception {
        try (TlsServer server = new TlsServer(true)) {
            assertThat(new ProbeEndpoint(LOOPBACK).run(server.endpoint(), Set.of(digest(SERVED))))
                    .isEmpty();
        }
    }

    @Test
    void anAddressThatIsNotPublicIsNotLookedAtUnlessItsRangeIsAllowed() throws Exception {
        try (TlsServer server = new TlsServer(false)) {
            assertThat(new ProbeEndpoint(RenewalSettings.DEFAULT).run(server.endpoint(), Set.of(digest(SERVED))))
                    .hasValueSatisfying(reason -> assertThat(reason).startsWith("Its address is not public."));
        }
    }

    @Test
    void aNameWithOneAddressOfItsOwnNetworkIsNotLookedAt() throws Exception {
        InetAddress[] mixed = {InetAddress.ofLiteral("198.41.0.4"), InetAddress.ofLiteral("10.0.0.7")};
        assertThat(new ProbeEndpoint(RenewalSettings.DEFAULT, name -> mixed)
                        .run(new Endpoint("app.example.test", 443), Set.of()))
                .hasValueSatisfying(reason -> assertThat(reason).startsWith("Its address is not public."));
    }

    @Test
    void whereNobodyListensOrNoTlsIsSpokenNothingIsToldOfWhatIsThere() throws Exception {
        ProbeEndpoint probe = new ProbeEndpoint(LOOPBACK);
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        assertThat(probe.run(new Endpoint("127.0.0.1", port), Set.of())).hasValue("No TLS connection could be made.");
        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.startVirtualThread(() -> {
                try (var visitor = plain.accept()) {
                    visitor.getOutputStream().write("220 mail.example.test\r\n".getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                    // The visitor has gone.
                }
            });
            assertThat(probe.run(new Endpoint("127.0.0.1", plain.getLocalPort()), Set.of()))
                    .hasValue("No TLS connection could be made.");
        }
    }
}
