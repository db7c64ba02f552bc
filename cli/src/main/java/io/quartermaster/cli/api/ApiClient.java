package io.quartermaster.cli.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Calls the REST API of one server with one account. Answers are JSON trees with the names of the API.
 *
 * <p>A path is one below {@code /KeyfactorAPI/}, or begins with a slash, as those of {@code /qm/v1} do.
 *
 * <p>Safe for many threads. Every method throws {@link ApiException} unless the server answers 200 or 204.
 */
public final class ApiClient implements AutoCloseable {
    /** Rows that {@link #all} asks for at a time; the server sends 50 when nothing is asked for. */
    static final int PAGE_ROWS = 200;

    private static final String BASE = "KeyfactorAPI/";
    private static final int OK = 200;
    private static final int NO_CONTENT = 204;

    private final URI server;
    private final Account account;
    private final Duration timeLimit;
    private final HttpClient http;
    private final ObjectMapper json = new ObjectMapper();

    /**
     * @param server for example {@code http://127.0.0.1:8080}
     * @param timeLimit of one call
     */
    public ApiClient(URI server, Account account, Duration timeLimit) {
        this.server = server;
        this.account = account;
        this.timeLimit = timeLimit;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeLimit)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
    }

    /** One page of a list, with the number of all rows. */
    public record Page(List<JsonNode> rows, int total) {}

    /** An object to fill and send. */
    public ObjectNode object() {
        return json.createObjectNode();
    }

    /** @return a missing node when the answer has no body */
    public JsonNode get(String path) {
        return call("GET", path, null).body();
    }

    /** @return a missing node when the answer has no body */
    public JsonNode post(String path, JsonNode body) {
        return call("POST", path, body).body();
    }

    /** @return a missing node when the answer has no body */
    public JsonNode put(String path, JsonNode body) {
        return call("PUT", path, body).body();
    }

    /** The first page of a list. */
    public Page first(String path, Map<String, String> parameters) {
        return page(path, parameters, 1);
    }

    /** All rows of a list, page by page, until a page is empty. */
    public List<JsonNode> all(String path, Map<String, String> parameters) {
        List<JsonNode> rows = new ArrayList<>();
        for (int number = 1; ; number++) {
            Page page = page(path, parameters, number);
            rows.addAll(page.rows());
            if (page.rows().isEmpty()) {
                return rows;
            }
        }
    }

    /** The status of the answer to a GET of a path of the server that is not below the API, redirects followed. */
    public int statusOf(String path) {
        return send(request(server.resolve(path)).GET().build(), "GET " + path).statusCode();
    }

    private Page page(String path, Map<String, String> parameters, int number) {
        Map<String, String> all = new TreeMap<>(parameters);
        all.put("PageReturned", Integer.toString(number));
        all.putIfAbsent("ReturnLimit", Integer.toString(PAGE_ROWS));
        Answer answer = call("GET", path + "?" + query(all), null);
        List<JsonNode> rows = new ArrayList<>();
        answer.body().forEach(rows::add);
        return new Page(rows, answer.total());
    }

    private static String query(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    /** @param total what {@code X-Total-Count} says; 0 without it */
    private record Answer(JsonNode body, int total) {}

    private Answer call(String method, String path, @Nullable JsonNode body) {
        HttpRequest.BodyPublisher publisher = body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(body.toString());
        String whole = path.startsWith("/") ? path : "/" + BASE + path;
        HttpRequest request = request(server.resolve(whole))
                .header("Authorization", account.basic())
                .header("x-keyfactor-requested-with", "APIClient")
                // Asked of calls that hand out a certificate; the others do not look at it.
                .header("x-certificateformat", "STORE")
                .header("Content-Type", "application/json")
                .method(method, publisher)
                .build();
        String name = method + " " + whole.replaceFirst("\\?.*", "");
        HttpResponse<String> response = send(request, name);
        JsonNode tree = tree(response.body());
        if (response.statusCode() != OK && response.statusCode() != NO_CONTENT) {
            throw ApiException.refused(name, response.statusCode(), tree);
        }
        return new Answer(
                tree, (int) response.headers().firstValueAsLong("X-Total-Count").orElse(0));
    }

    private HttpRequest.Builder request(URI uri) {
        return HttpRequest.newBuilder(uri).timeout(timeLimit);
    }

    private HttpResponse<String> send(HttpRequest request, String name) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw ApiException.noAnswer(name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ApiException.noAnswer(name, e);
        }
    }

    private JsonNode tree(String text) {
        try {
            return text.isBlank() ? MissingNode.getInstance() : json.readTree(text);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /** Does not wait for calls in other threads. */
    @Override
    public void close() {
        http.shutdownNow();
    }
}
