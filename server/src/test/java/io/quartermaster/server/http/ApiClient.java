package io.quartermaster.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quartermaster.server.security.TestUser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;

/** Sends requests to the server under test as a well-behaved client would, unless told otherwise. Immutable. */
public final class ApiClient {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final JsonMapper JSON = new JsonMapper();

    /** @param body empty for none */
    public record Answer(int status, Map<String, String> headers, String body) {
        /** @throws AssertionError for a body that is no JSON */
        public JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (JsonProcessingException e) {
                throw new AssertionError("not JSON: " + body, e);
            }
        }

        /** Empty where the answer has no such header. */
        public String header(String name) {
            return headers.getOrDefault(name.toLowerCase(java.util.Locale.ROOT), "");
        }
    }

    private final Map<String, String> headers;

    private ApiClient(Map<String, String> headers) {
        this.headers = headers;
    }

    public static ApiClient as(TestUser user) {
        return anonymous().with("Authorization", user.credentials());
    }

    public static ApiClient asAgent() {
        return new ApiClient(Map.of()).with("Authorization", TestUser.agentCredentials());
    }

    /** With the header that every request needs, without credentials. */
    public static ApiClient anonymous() {
        return new ApiClient(Map.of()).with("x-keyfactor-requested-with", "APIClient");
    }

    public ApiClient with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new ApiClient(more);
    }

    public ApiClient without(String header) {
        Map<String, String> fewer = new LinkedHashMap<>(headers);
        fewer.remove(header);
        return new ApiClient(fewer);
    }

    /** @param path with the base path, encoded */
    public Answer get(String path) {
        return send("GET", path, Optional.empty());
    }

    public Answer delete(String path) {
        return send("DELETE", path, Optional.empty());
    }

    public Answer post(String path, String json) {
        return send("POST", path, Optional.of(json));
    }

    public Answer put(String path, String json) {
        return send("PUT", path, Optional.of(json));
    }

    /** @param verb sent as it is, in whatever case */
    public Answer send(String verb, String path, Optional<String> body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base() + path))
                .method(
                        verb,
                        body.map(HttpRequest.BodyPublishers::ofString).orElseGet(HttpRequest.BodyPublishers::noBody));
        if (body.isPresent() && !headers.containsKey("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        headers.forEach(request::header);
        return send(request.build());
    }

    /** An answer that does not end; the caller closes its body. */
    public HttpResponse<InputStream> stream(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base() + path));
        headers.forEach(request::header);
        try {
            return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static Answer send(HttpRequest request) {
        try {
            HttpResponse<String> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
            Map<String, String> headers = new LinkedHashMap<>();
            response.headers().map().forEach((name, values) -> headers.put(name, String.join(", ", values)));
            return new Answer(response.statusCode(), headers, response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Without a slash at the end. */
    static String base() {
        String url = ConfigProvider.getConfig().getValue("test.url", String.class);
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }
}
