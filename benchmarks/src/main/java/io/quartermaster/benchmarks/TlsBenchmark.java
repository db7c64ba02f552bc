package io.quartermaster.benchmarks;

import java.util.List;
import java.util.Map;

/** Polls over new TLS connections with a client certificate: what the handshake costs the server. */
final class TlsBenchmark implements Benchmark {
    private static final double TIMES_MIN = 3;

    /** What makes the server do without BoringSSL, as on a machine for which there is none. */
    private static final String ONLY_JDK = "-Dio.netty.handler.ssl.noOpenSsl=true";

    @Override
    public String name() {
        return "tls";
    }

    @Override
    public String what() {
        return "polls over new TLS connections with client certificate, beside the JDK's engine with RSA-2048";
    }

    @Override
    public Report run(Size size) throws Exception {
        try (BenchDatabase database = BenchDatabase.start()) {
            AgentRows fleet = new AgentRows(database);
            fleet.add(size.of(1_000, 6_000), 1);
            TlsPapers papers = TlsPapers.in(database.folder().resolve("tls-papers"));
            List<String> tokens = fleet.tokens();
            // Servers on one database have the same keys.
            String keys = database.folder().resolve("secret.keys").toString();
            Map<String, String> usual = Map.of("QM_SECRET_KEYS_FILE", keys);
            Map<String, String> onlyJdk = Map.of("QM_SECRET_KEYS_FILE", keys, "QM_JAVA_OPTS", ONLY_JDK);
            String authority = "--tls-client-ca=" + papers.certificate("ca");
            String[] rsa = {authority, "--tls-cert=" + papers.certificate("server"), "--tls-key=" + papers.key("server")
            };
            BenchServer plain = BenchServer.start(database, onlyJdk, rsa);
            BenchServer withRsa = BenchServer.start(database, usual, rsa);
            BenchServer shipped = BenchServer.start(database, usual, authority);
            BenchServer behind = BenchServer.start(database, usual);
            HaProxy proxy = HaProxy.start(
                    behind,
                    papers.together("front"),
                    papers.certificate("ca"),
                    database.folder().resolve("haproxy"));
            Way jdk = new TlsPolls(
                    "JDK engine, RSA-2048",
                    plain,
                    plain.https().getPort(),
                    papers.certificate("server"),
                    papers,
                    tokens);
            Way sameKey = new TlsPolls(
                    "ours, with that RSA-2048",
                    withRsa,
                    withRsa.https().getPort(),
                    papers.certificate("server"),
                    papers,
                    tokens);
            Way ours = new TlsPolls(
                    "ours as it ships (EC P-256)",
                    shipped,
                    shipped.https().getPort(),
                    shipped.certificate(),
                    papers,
                    tokens);
            Way front = new TlsPolls(
                    "HAProxy before ours (EC P-256)",
                    behind,
                    proxy.port(),
                    papers.certificate("front"),
                    papers,
                    tokens);
            List<Way> ways = List.of(jdk, sameKey, ours, front);
            try (proxy) {
                CpuTime cpu = CpuTime.of(plain.pid(), withRsa.pid(), shipped.pid(), behind.pid(), proxy.pid());
                Medians medians = Rounds.run(ways, size.of(1, 5), cpu);
                return new Report(
                        "TLS",
                        tokens.size()
                                + " polls in each run, 8 at once, each over a new connection with a client certificate (EC"
                                + " P-256). CPU is that of the server's process alone; with HAProxy, of both.",
                        Table.of(medians.all()),
                        List.of(
                                Ratio.atLeast(
                                        "CPU per poll, JDK engine / HAProxy and ours",
                                        saving(medians, jdk, front),
                                        TIMES_MIN),
                                Ratio.told("CPU per poll, JDK engine / ours alone", saving(medians, jdk, ours)),
                                Ratio.told(
                                        "polls per second, HAProxy and ours / JDK engine", medians.slower(jdk, front)),
                                Ratio.told("polls per second, ours / JDK engine", medians.slower(jdk, ours))),
                        List.of(
                                "Judged by CPU: client and server share the processors here, and what the client takes would count"
                                        + " on both sides of the other ratio.",
                                "A poll is more than its handshake: connecting, HTTP, signing in and finding the session are in all"
                                        + " figures. A new connection costs our server more for these than BoringSSL's handshake"
                                        + " does; HAProxy takes the connections in less, and keeps a few open to the server.",
                                "HAProxy is Debian's, set up as docs/operating/several-servers.md says: it asks for the client"
                                        + " certificate and passes it on in a header."));
            } finally {
                for (Way way : ways) {
                    way.stop();
                }
            }
        }
    }

    private static double saving(Medians medians, Way one, Way other) {
        return medians.of(one).cpuMicros() / medians.of(other).cpuMicros();
    }
}
