package io.quartermaster.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A fleet of agents on one machine, with its server and its database: at work, and after all agents were restarted at once. */
final class FleetBenchmark implements Benchmark {
    /** After that it is given up. */
    private static final int RESTART_INTERVALS_MAX = 6;

    @Override
    public String name() {
        return "fleet";
    }

    @Override
    public String what() {
        return "100,000 agents with a heartbeat each minute, then all of them restarted at once";
    }

    @Override
    public Report run(Size size) throws Exception {
        int agents = size.of(2_000, 100_000);
        int connections = size.of(100, 1_000);
        Duration interval = size.of(Duration.ofSeconds(5), Duration.ofMinutes(1));
        Duration measured = size.of(Duration.ofSeconds(10), Duration.ofMinutes(2));
        try (BenchDatabase bench = BenchDatabase.start();
                BenchServer server = BenchServer.start(
                        bench,
                        Map.of(
                                "QM_AGENT_HEARTBEAT",
                                interval.toSeconds() + "s",
                                "QM_AGENT_HEARTBEATS_PER_SECOND_MAX",
                                "100000"))) {
            Fleet fleet = Fleet.add(bench, server, agents);
            // The server learns of each session with its first heartbeat.
            Latencies first = new FleetRun(fleet, server.http(), connections, interval, interval, Duration.ZERO)
                    .await()
                    .heartbeats();
            CpuTime cpu = CpuTime.of(server.pid());
            double cpuBefore = cpu.seconds();
            String moment = fleet.now();
            Latencies working = new FleetRun(fleet, server.http(), connections, measured, interval, Duration.ZERO)
                    .await()
                    .heartbeats();
            double cpuSeconds = cpu.seconds() - cpuBefore;
            requireAllSeen(fleet, moment);
            FleetRun restarted = new FleetRun(
                            fleet,
                            server.http(),
                            connections,
                            interval.multipliedBy(RESTART_INTERVALS_MAX),
                            Duration.ZERO,
                            interval)
                    .await();
            double back = restarted.backAfter();
            Latencies after = restarted.heartbeats();
            int nextFrom = (int) Math.ceil(back);
            int nextTo = nextFrom + (int) interval.toSeconds();
            return new Report(
                    "Fleet",
                    String.format(
                            Locale.ROOT,
                            "%,d agents with a heartbeat each %d s, over HTTP on %,d connections that stay open; server, PostgreSQL"
                                    + " and the agents on this one machine. Agents call when it is time whether or not the server"
                                    + " keeps up; how long a call took counts from when it was due. Then all are restarted in the"
                                    + " same moment, and wait after a failure as our agent does.",
                            agents,
                            interval.toSeconds(),
                            connections),
                    new Table(
                            List.of("calls", "number", "errors", "a second", "p50", "p99", "p99.9", "longest"),
                            List.of(
                                    row("first heartbeats, each looked up", first, (double) interval.toSeconds()),
                                    row("heartbeats", working, (double) measured.toSeconds()),
                                    row("registrations after the restart", restarted.registrations(), back),
                                    row("heartbeats after the restart", after, restarted.seconds()))),
                    List.of(
                            Ratio.atMost("p99 of heartbeats, in milliseconds", working.millis(0.99), 50),
                            Ratio.atMost("heartbeats that failed", working.errors() + (double) after.errors(), 0),
                            Ratio.atMost(
                                    "intervals until all are back after the restart", back / interval.toSeconds(), 2),
                            Ratio.atMost(
                                    "busiest second / mean second of the interval that follows",
                                    after.busiest(nextFrom, nextTo) / after.mean(nextFrom, nextTo),
                                    2),
                            Ratio.told(
                                    "CPU of the server while at work, of one processor",
                                    cpuSeconds / (measured.toSeconds() + 1))),
                    List.of(
                            "What limits the restart: a registration is five statements and a commit, and database, server and the"
                                    + " load share two processors. Registrations take turns, so that those who wait cost nothing."));
        }
    }

    private static void requireAllSeen(Fleet fleet, String moment) throws InterruptedException {
        // Written once a second.
        Thread.sleep(Duration.ofSeconds(3));
        long seen = fleet.seenSince(moment);
        if (seen != fleet.size()) {
            throw new IllegalStateException("Only " + seen + " of " + fleet.size() + " agents were noted as seen.");
        }
    }

    private static List<String> row(String title, Latencies calls, double seconds) {
        return List.of(
                title,
                String.format(Locale.ROOT, "%,d", calls.count()),
                String.format(Locale.ROOT, "%,d", calls.errors()),
                String.format(Locale.ROOT, "%,.0f", calls.count() / seconds),
                millis(calls.millis(0.5)),
                millis(calls.millis(0.99)),
                millis(calls.millis(0.999)),
                millis(calls.millis(1)));
    }

    private static String millis(double value) {
        return String.format(Locale.ROOT, "%,.1f ms", value);
    }
}
