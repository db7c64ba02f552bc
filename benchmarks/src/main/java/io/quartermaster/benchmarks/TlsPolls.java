package io.quartermaster.benchmarks;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Agents that poll one server, each time over a new connection and with a client certificate. */
final class TlsPolls implements Way {
    private static final int AT_ONCE = 8;
    private static final int ANSWER_SECONDS_MAX = 60;

    private final String title;
    private final BenchServer server;
    private final List<String> tokens;
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client;

    /**
     * @param port that of the server, or of what stands before it
     * @param certificate of whoever answers there, which is trusted
     */
    TlsPolls(String title, BenchServer server, int port, Path certificate, TlsPapers papers, List<String> tokens) {
        this.title = title;
        this.server = server;
        this.tokens = tokens;
        // The same for all: BoringSSL, so that as little as possible of the machine goes to the client.
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setSsl(true)
                .setSslEngineOptions(new OpenSSLEngineOptions().setSessionCacheEnabled(false))
                .setTrustOptions(new PemTrustOptions().addCertPath(certificate.toString()))
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addCertPath(papers.certificate("client").toString())
                        .addKeyPath(papers.key("client").toString()))
                .setKeepAlive(false)
                .setMaxPoolSize(AT_ONCE)
                .setDefaultHost("localhost")
                .setDefaultPort(port));
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public long run() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<?>> all = new ArrayList<>();
            for (int thread = 0; thread < AT_ONCE; thread++) {
                int first = thread;
                all.add(threads.submit(() -> {
                    for (int token = first; token < tokens.size(); token += AT_ONCE) {
                        poll(tokens.get(token));
                    }
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
        return tokens.size();
    }

    /** Throws unless the session was found valid: so each poll that is counted was one. */
    private void poll(String token) throws Exception {
        String answer = client.request(HttpMethod.POST, AgentRows.POLL)
                .compose(request -> request.putHeader("Authorization", server.agent())
                        .putHeader("Content-Type", "application/json")
                        .send(AgentRows.poll(token)))
                .compose(response -> response.body())
                .toCompletionStage()
                .toCompletableFuture()
                .get(ANSWER_SECONDS_MAX, TimeUnit.SECONDS)
                .toString();
        if (!answer.contains("\"SessionValid\":true")) {
            throw new IllegalStateException(title + ": a poll was answered with " + answer);
        }
    }

    @Override
    public void stop() {
        client.close().toCompletionStage().toCompletableFuture().join();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        server.close();
    }
}
