package io.quartermaster.server.start;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that asks TLS clients for a certificate, with BoringSSL and with the JDK's engine where there is none. */
class ClientCertificatesProcessTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    private Path temporary = Path.of(".");

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCertificateOfItsAuthorityIsTakenNoneIsToAndOneOfAnybodyElseIsNot(boolean boringSsl) throws Exception {
        authorityWithClient("ours");
        authorityWithClient("theirs");
        Path data = temporary.resolve("data");
        try (ServerProcess server = ServerProcess.begin(
                data,
                Map.of("JAVA_TOOL_OPTIONS", "-Dio.netty.handler.ssl.noOpenSsl=" + !boringSsl),
                "--tls-client-ca=" + temporary.resolve("ours.crt"))) {
            server.awaitListening();
            String address = "https://localhost:" + server.httpsPort() + "/health";
            assertThat(status(address, "ours")).isEqualTo(200);
            assertThat(status(address, null)).isEqualTo(200);
            assertThatThrownBy(() -> status(address, "theirs")).isInstanceOf(IOException.class);
            server.stop();
        }
    }

    private int status(String address, @Nullable String client) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(client == null ? null : keys(client), trusted().getTrustManagers(), null);
        try (HttpClient http = HttpClient.newBuilder().sslContext(context).build()) {
            return http.send(
                            HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    private TrustManagerFactory trusted() throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null);
        trusted.setCertificateEntry("server", SelfMadeCertificate.read(temporary.resolve("data/tls/server.crt")));
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        return factory;
    }

    private KeyManager[] keys(String client) throws IOException, GeneralSecurityException {
        KeyStore own = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(temporary.resolve(client + ".p12"))) {
            own.load(file, PASSWORD);
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(own, PASSWORD);
        return factory.getKeyManagers();
    }

    /** Both authorities have one name, so that the client shows its certificate to whoever asks for that name. */
    private void authorityWithClient(String name) throws Exception {
        openssl(
                "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=agents -keyout %1$s-ca.key"
                        + " -out %1$s.crt",
                name);
        openssl(
                "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=agent -keyout %1$s.key -out %1$s.csr",
                name);
        openssl(
                "x509 -req -in %1$s.csr -CA %1$s.crt -CAkey %1$s-ca.key -CAcreateserial -days 2 -out %1$s-client.crt",
                name);
        openssl(
                "pkcs12 -export -inkey %1$s.key -in %1$s-client.crt -passout pass:" + new String(PASSWORD)
                        + " -out %1$s.p12",
                name);
    }

    private void openssl(String arguments, String name) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(String.format(arguments, name).split(" ")));
        Process process = new ProcessBuilder(command)
                .directory(temporary.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }
}
