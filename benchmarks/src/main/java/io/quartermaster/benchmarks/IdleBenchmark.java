package io.quartermaster.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Polls of agents for which nothing has changed, against a call that the same server answers with a constant. */
final class IdleBenchmark implements Benchmark {
    private static final int AGENTS = 1_000;
    private static final double NANOS = 1e9;
    private static final double SECONDS_OF_A_MINUTE = 60;

    /** The batch of each second is among them. */
    private static final double POLL_ALLOWED = 0.01;

    /** PostgreSQL adds up what a connection did when it has been quiet for so long. */
    private static final Duration COUNTED_AFTER = Duration.ofSeconds(11);

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public String what() {
        return "heartbeats for which nothing has changed, against a constant answer of the same server";
    }

    @Override
    public Report run(Size size) throws Exception {
        int calls = size.of(4_000, 40_000);
        int rounds = size.of(3, 5);
        try (BenchDatabase bench = BenchDatabase.start();
                BenchServer server = BenchServer.start(bench, Map.of())) {
            Fleet fleet = Fleet.add(bench, server, AGENTS);
            Polling constant = new Polling(
                    "a constant answer", server.http(), 1, agent -> fleet.constant(), "\"Status\":1", calls);
            Polling heartbeat =
                    new Polling("heartbeat", server.http(), AGENTS, fleet::heartbeat, "\"SessionValid\":true", calls);
            Medians medians = Rounds.run(List.of(constant, heartbeat), rounds, CpuTime.of(server.pid()));
            Statements statements = count(bench, fleet, heartbeat, size);
            constant.stop();
            heartbeat.stop();
            return new Report(
                    "Idle poll",
                    String.format(
                            Locale.ROOT,
                            "%,d agents on %d connections that stay open, over HTTP, on each the next poll as soon as the last is"
                                    + " answered; %,d polls, median of %d runs. CPU is that of the server's process. The constant is the"
                                    + " answer to giving back a session whose token cannot be one: same account, same filters, JSON in"
                                    + " and out, nothing asked of the database.",
                            AGENTS,
                            Polling.CONNECTIONS,
                            calls,
                            rounds),
                    Table.of(medians.all()),
                    List.of(
                            Ratio.atLeast(
                                    "rate of heartbeats / constant answers", medians.slower(constant, heartbeat), 0.7),
                            Ratio.atMost(
                                    "transactions in the database for a poll", statements.ofOnePoll(), POLL_ALLOWED),
                            statements.ofOneSecond(size),
                            Ratio.told(
                                    "transactions per second that the server makes without polls",
                                    statements.withoutPolls())),
                    List.of(String.format(
                            Locale.ROOT,
                            "Transactions are those that PostgreSQL has counted for the database: %d while the server was left alone"
                                    + " for %.0f s, %d in the %.0f s around %,d polls.",
                            statements.quiet,
                            statements.quietSeconds,
                            statements.polling,
                            statements.pollingSeconds,
                            statements.polls)));
        }
    }

    /**
     * Transactions that were counted.
     *
     * @param busySeconds in which there were polls, of the {@code pollingSeconds}
     */
    private record Statements(
            long quiet, double quietSeconds, long polling, double pollingSeconds, double busySeconds, long polls) {
        double withoutPolls() {
            return quiet / quietSeconds;
        }

        private double added() {
            return polling - withoutPolls() * pollingSeconds;
        }

        double ofOnePoll() {
            return Math.max(0, added()) / polls;
        }

        /** Without the count of the fleet, once a minute; a batch is also written when the polls have ended. */
        Ratio ofOneSecond(Size size) {
            double counts = Math.ceil(busySeconds / SECONDS_OF_A_MINUTE);
            double batches = Math.max(0, added() - counts) / (Math.ceil(busySeconds) + 1);
            String words = "transactions for all polls of a second (one batch: when agents were seen)";
            // What PostgreSQL has counted is behind by seconds, which is too much for a short run.
            return size == Size.FULL ? Ratio.atMost(words, batches, 1) : Ratio.told(words, batches);
        }
    }

    private static Statements count(BenchDatabase bench, Fleet fleet, Polling heartbeat, Size size) throws Exception {
        double busyMin = size.of(3, 20);
        Thread.sleep(COUNTED_AFTER);
        long quietFrom = transactions(bench);
        long quietBegan = System.nanoTime();
        Thread.sleep(size.of(Duration.ofSeconds(5), Duration.ofSeconds(40)));
        long quietTo = transactions(bench);
        double quietSeconds = (System.nanoTime() - quietBegan) / NANOS;
        String moment = fleet.now();
        long from = transactions(bench);
        long began = System.nanoTime();
        long polls = 0;
        double busySeconds = 0;
        while (busySeconds < busyMin) {
            polls += heartbeat.run();
            busySeconds = (System.nanoTime() - began) / NANOS;
        }
        Thread.sleep(COUNTED_AFTER);
        // One is that which asks.
        long counted = transactions(bench) - from - 1;
        double seconds = (System.nanoTime() - began) / NANOS;
        long seen = fleet.seenSince(moment);
        if (seen != fleet.size()) {
            throw new IllegalStateException("Only " + seen + " of " + fleet.size() + " agents were noted as seen.");
        }
        return new Statements(quietTo - quietFrom - 1, quietSeconds, counted, seconds, busySeconds, polls);
    }

    private static long transactions(BenchDatabase bench) {
        return bench.count(
                "SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = current_database()");
    }
}
