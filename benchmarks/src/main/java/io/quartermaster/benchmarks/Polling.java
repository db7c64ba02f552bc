package io.quartermaster.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Calls of a fleet on connections that stay open, on each the next one as soon as the last is answered. */
final class Polling implements Way {
    static final int CONNECTIONS = 16;

    private final String title;
    private final URI server;
    private final List<byte[]> requests;
    private final String expected;
    private final int calls;
    private final List<KeepAlive> connections = new ArrayList<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);

    /**
     * @param request that of an agent, by its number
     * @param expected what each answer must hold
     * @param calls of one run; a multiple of the connections
     */
    Polling(String title, URI server, int agents, IntFunction<byte[]> request, String expected, int calls) {
        this.title = title;
        this.server = server;
        this.requests = IntStream.range(0, agents).mapToObj(request).toList();
        this.expected = expected;
        this.calls = calls;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public void prepare() throws IOException {
        while (connections.size() < CONNECTIONS) {
            connections.add(new KeepAlive(server));
        }
    }

    @Override
    public long run() throws Exception {
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            int number = i;
            running.add(threads.submit(() -> {
                callOn(number);
                return null;
            }));
        }
        for (Future<?> each : running) {
            each.get();
        }
        return calls;
    }

    private void callOn(int number) throws IOException {
        KeepAlive connection = connections.get(number);
        for (int call = number; call < calls; call += CONNECTIONS) {
            KeepAlive.Answer answer = connection.call(requests.get(call % requests.size()));
            if (!answer.isGood() || !answer.body().contains(expected)) {
                throw new IllegalStateException(title + " was answered " + answer);
            }
        }
    }

    @Override
    public void stop() throws IOException {
        threads.shutdown();
        for (KeepAlive connection : connections) {
            connection.close();
        }
    }
}
