package io.quartermaster.server.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quartermaster.server.http.ApiClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Reads a stream of events as it comes. */
final class EventClient implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpResponse<InputStream> response;
    private final AtomicReference<String> received = new AtomicReference<>("");

    private EventClient(HttpResponse<InputStream> response) {
        this.response = response;
        Thread.ofVirtual().start(this::receive);
    }

    static EventClient open(ApiClient client, String path) {
        return new EventClient(client.stream(path));
    }

    private void receive() {
        byte[] some = new byte[4096];
        try {
            for (int read = response.body().read(some);
                    read >= 0;
                    read = response.body().read(some)) {
                append(new String(some, 0, read, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            append("\n\nlost");
        }
    }

    private void append(String text) {
        received.updateAndGet(before -> before + text);
    }

    int status() {
        return response.statusCode();
    }

    String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    String received() {
        return received.get();
    }

    /** Whole blocks with a field, so far. */
    List<Block> blocks(String with) {
        String text = received();
        int end = text.lastIndexOf("\n\n");
        return end < 0
                ? List.of()
                : Arrays.stream(text.substring(0, end).split("\n\n"))
                        .filter(block -> block.contains(with))
                        .map(Block::new)
                        .toList();
    }

    /** Lines up to an empty one. */
    record Block(String text) {
        String field(String name) {
            return text.lines()
                    .filter(line -> line.startsWith(name + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse("");
        }

        JsonNode json() {
            try {
                return JSON.readTree(field("data"));
            } catch (JsonProcessingException e) {
                throw new AssertionError("not JSON: " + text, e);
            }
        }
    }

    @Override
    public void close() {
        try {
            response.body().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
