package io.quartermaster.benchmarks;

import io.quartermaster.agent.protocol.AgentPaths;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Approved agents with sessions and jobs, written straight into the tables. */
final class AgentRows {
    /** What {@link #poll} is sent to. */
    static final String POLL = AgentPaths.HEARTBEAT;

    private final BenchDatabase bench;

    AgentRows(BenchDatabase bench) {
        this.bench = bench;
    }

    void add(int agents, int jobs) {
        bench.database().runInTransaction(tx -> {
            update(tx, "agents", agents, """
                    INSERT INTO agent (id, client_machine, username, platform, version, status, capabilities,
                                       capability_names, client_parameters, registered_at)
                    SELECT gen_random_uuid(), 'agent-' || n, 'bench', 1, '1.0.0.0', 2, '{}', '{}', '{}', now()
                      FROM generate_series(1, :agents) AS n
                    """);
            tx.execute("INSERT INTO agent_job_list (agent_id, version) SELECT id, 0 FROM agent");
            tx.execute("""
                    INSERT INTO agent_session (agent_id, token, started_at, expires_at, job_list_version)
                    SELECT id, gen_random_uuid(), now(), now() + interval '1 day', 0 FROM agent
                    """);
            update(tx, "jobs", jobs, """
                    INSERT INTO scheduled_job (agent_id, id, kind, job_type_id, job_type, requested_at, requested_by,
                                               next_run, state, fields)
                    SELECT agents.ids[1 + n % cardinality(agents.ids)], gen_random_uuid(), 'CUSTOM',
                           CAST(md5('Goes') AS uuid), 'Goes', now(), 'bench', now() + interval '1 day', 'SCHEDULED',
                           '{"values": {"Service": "nginx"}}'
                      FROM generate_series(1, :jobs) AS n, (SELECT array_agg(id) AS ids FROM agent) AS agents
                    """);
        });
        bench.execute("VACUUM ANALYZE");
    }

    private static void update(Handle tx, String name, int value, String sql) {
        tx.createUpdate(sql).bind(name, value).execute();
    }

    List<String> tokens() {
        return texts("SELECT CAST(token AS text) FROM agent_session");
    }

    List<String> jobIds(int count) {
        return texts("SELECT CAST(id AS text) FROM scheduled_job LIMIT " + count);
    }

    private List<String> texts(String sql) {
        return bench.database()
                .read(tx -> tx.createQuery(sql).mapTo(String.class).list());
    }

    /** The body of a heartbeat. */
    static String poll(String token) {
        return "{\"AgentPlatform\":5,\"TenantId\":\"00000000-0000-0000-0000-000000000000\",\"ClientMachine\":\"agent\","
                + "\"SessionToken\":\"" + token + "\"}";
    }
}
