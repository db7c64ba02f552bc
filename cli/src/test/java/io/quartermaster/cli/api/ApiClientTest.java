package io.quartermaster.cli.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.quartermaster.cli.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a real HTTP server with made-up answers. */
class ApiClientTest {
    private static final Account ACCOUNT = new Account("alice", new Secret("a password"));

    private final List<String> requests = new ArrayList<>();
    private HttpServer server;
    private ApiClient client;
    private int status = 200;
    private String answer = "";
    private int rows;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + authorization + " "
                    + exchange.getRequestHeaders().getFirst("x-keyfactor-requested-with") + " " + body);
            exchange.getResponseHeaders().add("X-Total-Count", Integer.toString(rows));
            byte[] bytes = (rows > 0 ? page(exchange.getRequestURI()) : answer).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        client = new ApiClient(address, ACCOUNT, Duration.ofSeconds(10));
    }

    /** A list of numbers, cut into pages as the parameters say. */
    private String page(URI uri) {
        Map<String, String> parameters = List.of(uri.getQuery().split("&")).stream()
                .map(parameter -> parameter.split("=", 2))
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
        int limit = Integer.parseInt(parameters.get("ReturnLimit"));
        int first = (Integer.parseInt(parameters.get("PageReturned")) - 1) * limit;
        return IntStream.range(first, Math.min(rows, first + limit))
                .mapToObj(row -> "{\"Row\":" + row + "}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop(0);
    }

    @Test
    void aCallBringsWhoAsksAndTheHeaderThatTheServerRequires() {
        answer = "{\"JobId\":\"7\"}";

        JsonNode job = client.post("OrchestratorJobs/Custom", client.object().put("JobTypeName", "X"));

        assertThat(job.path("JobId").asText()).isEqualTo("7");
        assertThat(requests)
                .containsExactly("POST /KeyfactorAPI/OrchestratorJobs/Custom Basic YWxpY2U6YSBwYXNzd29yZA== APIClient"
                        + " {\"JobTypeName\":\"X\"}");
    }

    @Test
    void aListIsReadToItsEnd() {
        rows = 2 * ApiClient.PAGE_ROWS + 1;

        List<JsonNode> all = client.all("Agents", Map.of("QueryString", "Status -eq 1"));

        assertThat(all).hasSize(rows);
        assertThat(all.getLast().path("Row").asInt()).isEqualTo(rows - 1);
        assertThat(requests.getFirst()).contains("QueryString=Status+-eq+1");
        assertThat(client.first("Agents", Map.of("ReturnLimit", "1")).total()).isEqualTo(rows);
    }

    @Test
    void aRefusalSaysWhatWasAskedAndWhy() {
        status = 400;
        answer = "{\"ErrorCode\":\"0xA0110023\",\"Message\":\"1 job cannot be unscheduled.\","
                + "\"FailedOperations\":[{\"Id\":\"7\",\"Reason\":\"Use something else.\"}]}";

        ApiException refusal = catchThrowableOfType(
                ApiException.class, () -> client.post("OrchestratorJobs/Unschedule", client.object()));

        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.code()).isEqualTo("0xA0110023");
        assertThat(refusal.reasons()).containsExactly("Use something else.");
        assertThat(refusal)
                .hasMessage("POST /KeyfactorAPI/OrchestratorJobs/Unschedule was answered 400 (0xA0110023):"
                        + " 1 job cannot be unscheduled. Use something else.");
    }

    @Test
    void aRefusalWithoutABodyIsOneToo() {
        status = 401;

        ApiException refusal = catchThrowableOfType(ApiException.class, () -> client.get("Agents"));

        assertThat(refusal).hasMessage("GET /KeyfactorAPI/Agents was answered 401.");
    }

    @Test
    void noAnswerIsSaidToBeOne() {
        server.stop(0);

        ApiException silence = catchThrowableOfType(ApiException.class, () -> client.get("Agents?x=1"));

        assertThat(silence.status()).isEqualTo(ApiException.NO_ANSWER);
        assertThat(silence).hasMessageStartingWith("GET /KeyfactorAPI/Agents got no answer");
    }

    @Test
    void anAccountDoesNotPrintItsPassword() {
        assertThat(ACCOUNT.toString()).contains("alice").doesNotContain("a password");
    }
}
