package io.quartermaster.benchmarks;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** Calls of the public API by the administrator, over one connection. */
final class ServerCalls implements AutoCloseable {
    private static final int OK = 200;
    private static final int NO_CONTENT = 204;
    private static final int SHOWN_MAX = 500;

    private final BenchServer server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    ServerCalls(BenchServer server) {
        this.server = server;
    }

    /**
     * Returns when the whole answer is there.
     *
     * @throws IllegalStateException when it refuses
     */
    void post(String path, String json) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = client.send(
                HttpRequest.newBuilder(server.http().resolve(path))
                        .header("Authorization", server.administrator())
                        .header("x-keyfactor-requested-with", "APIClient")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != OK && answer.statusCode() != NO_CONTENT) {
            byte[] said = answer.body();
            throw new IllegalStateException(path + " answered " + answer.statusCode() + " "
                    + new String(said, 0, Math.min(said.length, SHOWN_MAX), StandardCharsets.UTF_8));
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
