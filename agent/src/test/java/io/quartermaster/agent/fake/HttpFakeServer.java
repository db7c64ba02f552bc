package io.quartermaster.agent.fake;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** The fake server behind real HTTP on a free port; can be stopped and started again on the same port. */
public final class HttpFakeServer implements AutoCloseable {
    public final FakeServer logic = new FakeServer();

    /** Header lists of all requests. */
    public final List<Map<String, List<String>>> headers = new CopyOnWriteArrayList<>();

    /** So many answers to come are lost after the request was acted upon: the connection is closed instead. */
    public final AtomicInteger answersToLose = new AtomicInteger();

    /** So many answers to come are this HTTP status, without acting on the request. */
    public final AtomicInteger failuresToCome = new AtomicInteger();

    private final ObjectMapper json = new ObjectMapper();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;
    private final int port;

    public HttpFakeServer() throws IOException {
        server = listen(0);
        port = server.getAddress().getPort();
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    public void goDown() {
        server.stop(0);
    }

    public void comeBack() throws IOException {
        server = listen(port);
    }

    private HttpServer listen(int onPort) throws IOException {
        HttpServer listening = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), onPort), 50);
        listening.createContext("/KeyfactorAgents/", this::answer);
        listening.setExecutor(threads);
        listening.start();
        return listening;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            headers.add(Map.copyOf(exchange.getRequestHeaders()));
            byte[] request = exchange.getRequestBody().readAllBytes();
            if (failuresToCome.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                exchange.sendResponseHeaders(503, -1);
                return;
            }
            byte[] answer =
                    json.writeValueAsBytes(logic.answer(exchange.getRequestURI().getPath(), json.readTree(request)));
            if (answersToLose.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                return;
            }
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
