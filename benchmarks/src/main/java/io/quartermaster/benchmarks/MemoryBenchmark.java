package io.quartermaster.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long the server takes to start, and how much memory it has in use: the process alone, started as it ships. */
final class MemoryBenchmark implements Benchmark {
    private static final double MEBIBYTES_MAX = 256;
    private static final double START_SECONDS_MAX = 2;
    private static final int STARTS = 5;
    private static final int CONNECTIONS = 8;
    private static final int LISTS = 100;

    /** Longer than the collector waits until it gives memory back. */
    private static final Duration LEFT_ALONE = Duration.ofSeconds(60);

    private static final double KIBIBYTES = 1024;
    private static final double NANOS = 1e9;

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public String what() {
        return "start of the server on a database with a million jobs, and its memory after use";
    }

    @Override
    public Report run(Size size) throws Exception {
        int agents = size.of(2_000, 100_000);
        int jobs = size.of(20_000, 1_000_000);
        int unscheduled = size.of(2_000, 100_000);
        try (BenchDatabase database = BenchDatabase.start()) {
            AgentRows fleet = new AgentRows(database);
            fleet.add(agents, jobs);
            BenchServer server = BenchServer.start(database, Map.of());
            try {
                List<Double> starts = new ArrayList<>();
                for (int start = 0; start < STARTS; start++) {
                    server.close();
                    long begun = System.nanoTime();
                    server = server.startAgain(database, Map.of());
                    person(server, "GET", "/KeyfactorAPI/Agents?pq.returnLimit=1", "");
                    starts.add((System.nanoTime() - begun) / NANOS);
                }
                double idle = mebibytes(server, "VmRSS");
                poll(server, fleet.tokens());
                double polled = mebibytes(server, "VmRSS");
                for (int page = 1; page <= LISTS; page++) {
                    person(
                            server,
                            "GET",
                            "/KeyfactorAPI/OrchestratorJobs/ScheduledJobs?pq.returnLimit=100&pq.pageReturned=" + page,
                            "");
                    person(server, "GET", "/KeyfactorAPI/Agents?pq.returnLimit=100&pq.pageReturned=" + page, "");
                    person(server, "GET", "/qm/v1/jobs?limit=100", "");
                }
                double listed = mebibytes(server, "VmRSS");
                String ids = "\"" + String.join("\",\"", fleet.jobIds(unscheduled)) + "\"";
                person(server, "POST", "/KeyfactorAPI/OrchestratorJobs/Unschedule", "{\"JobIds\":[" + ids + "]}");
                long left = database.count("SELECT count(*) FROM scheduled_job");
                if (left != jobs - unscheduled) {
                    throw new IllegalStateException(left + " jobs are left of " + jobs + ".");
                }
                double worked = mebibytes(server, "VmRSS");
                Thread.sleep(LEFT_ALONE);
                return report(size, starts, List.of(idle, polled, listed, worked), server);
            } finally {
                server.close();
            }
        }
    }

    private static Report report(Size size, List<Double> starts, List<Double> before, BenchServer server)
            throws IOException {
        double after = mebibytes(server, "VmRSS");
        double most = mebibytes(server, "VmHWM");
        double start = starts.stream().sorted().toList().get(starts.size() / 2);
        List<List<String>> rows = List.of(
                List.of("from the start of ./qm run to the first answer to somebody who signs in", seconds(start)),
                List.of("memory then", mebibytes(before.get(0))),
                List.of("after each agent has polled once", mebibytes(before.get(1))),
                List.of("after " + 3 * LISTS + " pages of lists", mebibytes(before.get(2))),
                List.of("after an unschedule by ids in one call", mebibytes(before.get(3))),
                List.of("after a minute without work", mebibytes(after)),
                List.of("the most at any time", mebibytes(most)));
        return new Report(
                "Memory and start",
                String.format(
                        Locale.ROOT,
                        "%,d agents, %,d jobs, %,d ids in the unschedule. Resident memory of the process of the server, whose"
                                + " database is another one. Starts: %d, the one in the middle is told; all were %s.",
                        size.of(2_000, 100_000),
                        size.of(20_000, 1_000_000),
                        size.of(2_000, 100_000),
                        STARTS,
                        String.join(
                                ", ",
                                starts.stream().map(MemoryBenchmark::seconds).toList())),
                new Table(List.of("what", "measured"), rows),
                List.of(
                        Ratio.atMost("resident memory after all of it and a minute, MB", after, MEBIBYTES_MAX),
                        Ratio.told("resident memory directly after the unschedule, MB", before.get(3)),
                        Ratio.told("the most at any time, MB", most),
                        Ratio.atMost("start to first answer, s", start, START_SECONDS_MAX)),
                List.of(
                        "What limits the start: the reading of the JDK's cache, Quarkus wiring up the server, connections, and the"
                                + " check of a password that is slow on purpose. Tried: other collectors, less compiling, the cache"
                                + " with and without profiles of methods."));
    }

    private static String seconds(double value) {
        return String.format(Locale.ROOT, "%.2f s", value);
    }

    private static String mebibytes(double value) {
        return String.format(Locale.ROOT, "%.0f MB", value);
    }

    /** @param name of a line in {@code /proc/PID/status} */
    private static double mebibytes(BenchServer server, String name) throws IOException {
        String status = Files.readString(Path.of("/proc", String.valueOf(server.pid()), "status"));
        Matcher line = Pattern.compile(name + ":\\s+([0-9]+) kB").matcher(status);
        if (!line.find()) {
            throw new IllegalStateException("There is no " + name + " of process " + server.pid() + ".");
        }
        return Long.parseLong(line.group(1)) / KIBIBYTES;
    }

    private static void poll(BenchServer server, List<String> tokens) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient();
                ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS)) {
            List<Future<?>> all = new ArrayList<>();
            for (int connection = 0; connection < CONNECTIONS; connection++) {
                int first = connection;
                all.add(threads.submit(() -> {
                    for (int token = first; token < tokens.size(); token += CONNECTIONS) {
                        String answer = send(
                                client,
                                server,
                                "POST",
                                AgentRows.POLL,
                                server.agent(),
                                AgentRows.poll(tokens.get(token)));
                        if (!answer.contains("\"SessionValid\":true")) {
                            throw new IllegalStateException("A poll was answered with " + answer);
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
    }

    private static void person(BenchServer server, String method, String path, String body) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            send(client, server, method, path, server.administrator(), body);
        }
    }

    private static String send(
            HttpClient client, BenchServer server, String method, String path, String authorization, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.http() + path))
                .version(HttpClient.Version.HTTP_1_1)
                .header("Authorization", authorization)
                .header("x-keyfactor-requested-with", "XMLHttpRequest")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IllegalStateException(
                    method + " " + path + " was answered with " + response.statusCode() + " " + response.body());
        }
        return response.body();
    }
}
