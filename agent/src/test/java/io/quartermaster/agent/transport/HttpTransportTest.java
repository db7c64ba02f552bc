package io.quartermaster.agent.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.quartermaster.agent.protocol.AgentPaths;
import io.quartermaster.agent.protocol.ResultReply;
import io.quartermaster.agent.protocol.UnregisterRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpTransportTest {
    private final List<String> requests = new ArrayList<>();
    private @Nullable HttpServer server;

    @TempDir
    Path folder;

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    @Test
    void aCallIsAPostOfJsonAndItsAnswerIsReadInAnyCase() throws Exception {
        String url = serve(HttpServer.create(), 200, "{\"result\":{\"STATUS\":1},\"More\":[]}");
        ResultReply reply = call(url, null);
        assertThat(reply.result()).isNotNull();
        assertThat(requests).containsExactly("POST /KeyfactorAgents/Session/Unregister {\"SessionToken\":\"t\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "301, false",
        "400, true",
        "401, false",
        "403, false",
        "404, false",
        "413, true",
        "500, false",
        "503, false"
    })
    void aStatusFrom300OnIsAFailureAndOnlySomeAreFinal(int status, boolean isFinal) throws Exception {
        String url = serve(HttpServer.create(), status, "{\"Result\":{\"Status\":1}}");
        assertThatThrownBy(() -> call(url, null))
                .isInstanceOfSatisfying(
                        TransportException.class,
                        e -> assertThat(e.isPermanent()).isEqualTo(isFinal))
                .hasMessage(
                        status == 401
                                ? "the server does not know this name with this password (HTTP 401)"
                                : "the server answered HTTP " + status);
        assertThat(requests).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "null", "[]", "\"secret-words\"", "{\"Result\":"})
    void anAnswerThatIsNotTheExpectedJsonIsAFailureThatQuotesNothing(String answer) throws Exception {
        String url = serve(HttpServer.create(), 200, answer);
        assertThatThrownBy(() -> call(url, null))
                .isInstanceOf(TransportException.class)
                .message()
                .startsWith("the answer is ")
                .doesNotContain("secret-words");
    }

    @Test
    void aServerWhoseNameIsUnknownIsNotReachable() {
        assertThatThrownBy(() -> call("http://no.invalid:80", null))
                .isInstanceOf(TransportException.class)
                .hasMessage("not reachable: the name of the server is not known");
    }

    @Test
    void aServerThatIsNotThereIsNotReachable() throws Exception {
        String url = serve(HttpServer.create(), 200, "{}");
        stop();
        assertThatThrownBy(() -> call(url, null))
                .isInstanceOf(TransportException.class)
                .hasMessage("not reachable: nothing takes connections there");
    }

    @Test
    void theTrustFileDecidesWhomTheAgentBelieves() throws Exception {
        Path pem = certificate("server", "ip:127.0.0.1");
        Path other = certificate("other", "ip:127.0.0.1");
        String url = serve(https("server"), 200, "{\"Result\":{\"Status\":1}}");
        assertThat(call(url, pem).result()).isNotNull();
        assertThatThrownBy(() -> call(url, other)).message().startsWith("no secure connection: ");
        assertThatThrownBy(() -> call(url, null)).message().startsWith("no secure connection: ");
        assertThat(requests).hasSize(1);
    }

    @Test
    void aCertificateForAnotherHostIsNotBelieved() throws Exception {
        Path pem = certificate("server", "dns:keys.example.com");
        String url = serve(https("server"), 200, "{\"Result\":{\"Status\":1}}");
        assertThatThrownBy(() -> call(url, pem)).message().startsWith("no secure connection: ");
        assertThat(requests).isEmpty();
    }

    @Test
    void aTrustFileWithoutACertificateIsRefused() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty.pem"), "");
        assertThatThrownBy(() -> TrustAnchors.fromPem(empty))
                .hasMessage("There is no certificate in the trust file " + empty + ".");
        Path garbage = Files.writeString(folder.resolve("garbage.pem"), "hello");
        assertThatThrownBy(() -> TrustAnchors.fromPem(garbage))
                .hasMessage("The trust file " + garbage + " is not a file of PEM certificates.");
    }

    private static ResultReply call(String url, @Nullable Path trust) throws TransportException {
        SSLContext tls = trust == null ? null : TrustAnchors.fromPem(trust);
        return new HttpTransport(ServerAddress.parse(url), Optional.empty(), tls)
                .call(AgentPaths.UNREGISTER, new UnregisterRequest("t"), ResultReply.class);
    }

    private String serve(HttpServer starting, int status, String answer) throws IOException {
        server = starting;
        starting.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        starting.createContext("/", exchange -> {
            try (exchange) {
                requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                        + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                exchange.getResponseHeaders().add("Location", "/elsewhere");
                byte[] body = answer.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
                exchange.getResponseBody().write(body);
            }
        });
        starting.start();
        String scheme = starting instanceof HttpsServer ? "https" : "http";
        return scheme + "://127.0.0.1:" + starting.getAddress().getPort();
    }

    private HttpsServer https(String name) throws Exception {
        KeyStore keys = KeyStore.getInstance(folder.resolve(name + ".p12").toFile(), "password".toCharArray());
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, "password".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        HttpsServer https = HttpsServer.create();
        https.setHttpsConfigurator(new HttpsConfigurator(context));
        return https;
    }

    private Path certificate(String name, String alternativeName) throws IOException, InterruptedException {
        String store = folder.resolve(name + ".p12").toString();
        Path pem = folder.resolve(name + ".pem");
        keytool(
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                name,
                "-dname",
                "CN=" + name,
                "-ext",
                "san=" + alternativeName,
                "-keystore",
                store,
                "-storepass",
                "password");
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                name,
                "-keystore",
                store,
                "-storepass",
                "password",
                "-file",
                pem.toString());
        return pem;
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(arguments));
        command.addFirst(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
    }
}
