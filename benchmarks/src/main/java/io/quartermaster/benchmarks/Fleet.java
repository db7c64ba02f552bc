package io.quartermaster.benchmarks;

import io.quartermaster.agent.protocol.AgentPaths;
import io.quartermaster.agent.protocol.AgentVersion;
import io.quartermaster.agent.protocol.RegisterRequest;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Approved agents in the database, each with a session, and the calls that they make. Safe for many threads. */
final class Fleet {
    /** Version 2.19, as agents send it. */
    private static final long VERSION = 563_031_557_799_936L;

    private final BenchDatabase bench;
    private final String authorization;
    private final List<UUID> ids;
    private final String[] tokens;

    private record Member(UUID id, UUID token) {}

    private Fleet(BenchDatabase bench, String authorization, List<Member> members) {
        this.bench = bench;
        this.authorization = authorization;
        this.ids = members.stream().map(Member::id).toList();
        this.tokens = members.stream().map(member -> member.token().toString()).toArray(String[]::new);
    }

    /** Puts them there as if they had registered, with the account of the agents of a server. */
    static Fleet add(BenchDatabase bench, BenchServer server, int size) {
        bench.database().runInTransaction(tx -> {
            tx.createUpdate("""
                            INSERT INTO agent (id, client_machine, username, platform, version, status, capabilities,
                                               capability_names, client_parameters, registered_at)
                            SELECT gen_random_uuid(), 'agent-' || lpad(CAST(n AS text), 6, '0'), :account, 2, :version, 2,
                                   '{Custom.FetchLogs}', '{LOGS}', '{}', now()
                              FROM generate_series(0, :size - 1) AS n
                            """)
                    .bind("account", BenchServer.AGENT_ACCOUNT)
                    .bind("version", AgentVersion.unpack(VERSION).toString())
                    .bind("size", size)
                    .execute();
            tx.execute("INSERT INTO agent_job_list (agent_id, version) SELECT id, 0 FROM agent");
            tx.execute("INSERT INTO agent_presence (agent_id, last_seen) SELECT id, registered_at FROM agent");
            tx.execute("""
                    INSERT INTO agent_session (agent_id, token, started_at, expires_at, job_list_version)
                    SELECT id, gen_random_uuid(), now(), now() + interval '1 day', 0 FROM agent
                    """);
        });
        bench.execute("VACUUM ANALYZE");
        return new Fleet(
                bench,
                server.agent(),
                bench.database()
                        .read(tx -> tx.createQuery("""
                                SELECT a.id, s.token FROM agent a JOIN agent_session s ON s.agent_id = a.id
                                 ORDER BY a.client_machine
                                """)
                                .map((row, context) ->
                                        new Member(row.getObject("id", UUID.class), row.getObject("token", UUID.class)))
                                .list()));
    }

    int size() {
        return tokens.length;
    }

    byte[] heartbeat(int agent) {
        return KeepAlive.post(
                AgentPaths.HEARTBEAT,
                authorization,
                String.format(Locale.ROOT, """
                {"AgentPlatform":2,"TenantId":"%s","ClientMachine":"%s","SessionToken":"%s"}""", RegisterRequest.NO_TENANT, name(agent), tokens[agent]));
    }

    /**
     * The call that answers a constant: giving back a session that cannot be one. It comes with the same account, through the same
     * filters, reads and writes JSON, and sends the database nothing.
     */
    byte[] constant() {
        return KeepAlive.post(AgentPaths.UNREGISTER, authorization, "{\"SessionToken\":\"none\"}");
    }

    byte[] registration(int agent) {
        return KeepAlive.post(
                AgentPaths.REGISTER,
                authorization,
                String.format(Locale.ROOT, """
                {"AgentPlatform":2,"AgentVersion":%d,"TenantId":"%s","ClientMachine":"%s","CSR":null,"AgentId":"%s",\
                "Capabilities":["Custom.FetchLogs"],"ClientParameters":{}}""", VERSION, RegisterRequest.NO_TENANT, name(agent), ids.get(agent)));
    }

    /** The session of an agent that has registered anew. */
    void registered(int agent, String token) {
        tokens[agent] = token;
    }

    private static String name(int agent) {
        String number = String.valueOf(agent);
        return "agent-" + "0".repeat(6 - number.length()) + number;
    }

    /** How many agents the server has written as seen since a moment, as PostgreSQL writes one. */
    long seenSince(String moment) {
        return bench.database()
                .read(tx -> tx.createQuery(
                                "SELECT count(*) FROM agent_presence WHERE last_seen >= CAST(:moment AS timestamptz)")
                        .bind("moment", moment)
                        .mapTo(Long.class)
                        .one());
    }

    /** The moment by the clock of the database, which is that of this machine. */
    String now() {
        return bench.database()
                .read(tx -> tx.createQuery("SELECT CAST(clock_timestamp() AS text)")
                        .mapTo(String.class)
                        .one());
    }
}
