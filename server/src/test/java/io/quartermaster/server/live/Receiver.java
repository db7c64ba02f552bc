package io.quartermaster.server.live;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A real HTTP server on loopback that takes deliveries, and answers as it is told. */
final class Receiver implements AutoCloseable {
    private final HttpServer server;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final Map<String, String> answerHeaders = new ConcurrentHashMap<>();
    private final AtomicInteger status = new AtomicInteger(200);

    record Received(String path, String host, String delivery, String timestamp, String signature, String body) {}

    Receiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", exchange -> {
            received.add(new Received(
                    exchange.getRequestURI().toString(),
                    exchange.getRequestHeaders().getFirst("Host"),
                    exchange.getRequestHeaders().getFirst("X-Quartermaster-Delivery"),
                    exchange.getRequestHeaders().getFirst("X-Quartermaster-Timestamp"),
                    exchange.getRequestHeaders().getFirst("X-Quartermaster-Signature"),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            answerHeaders.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
            exchange.sendResponseHeaders(status.get(), -1);
            exchange.close();
        });
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    List<Received> received() {
        return received;
    }

    Receiver answers(int newStatus) {
        status.set(newStatus);
        return this;
    }

    Receiver redirectsTo(String url) {
        answerHeaders.put("Location", url);
        return answers(302);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
