package io.quartermaster.benchmarks;

import io.quartermaster.server.db.Database;
import java.util.List;
import java.util.UUID;

/** Jobs on our schedule that a benchmark takes off, among others that stay. */
final class OurJobs {
    private static final int AGENTS = 1_000;

    private final BenchDatabase bench;
    private final Database database;
    private List<UUID> ids = List.of();

    OurJobs(BenchDatabase bench) {
        this.bench = bench;
        this.database = bench.database();
    }

    /** Agents, and jobs that stay. */
    void load(int others) {
        database.runInTransaction(tx -> {
            tx.createUpdate("""
                            INSERT INTO agent (id, client_machine, username, platform, version, status, capabilities,
                                               capability_names, client_parameters, registered_at)
                            SELECT gen_random_uuid(), 'agent-' || n, 'bench', 1, '1.0.0.0', 2, '{}', '{}', '{}', now()
                              FROM generate_series(1, :agents) AS n
                            """).bind("agents", AGENTS).execute();
            tx.execute("INSERT INTO agent_job_list (agent_id, version) SELECT id, 0 FROM agent");
        });
        insert("Stays", others);
        bench.execute("VACUUM ANALYZE");
    }

    void fill(int count) {
        bench.execute("TRUNCATE job_event, unscheduled_job");
        insert("Goes", count);
        bench.execute("VACUUM ANALYZE scheduled_job");
        ids = database.read(tx -> tx.createQuery("SELECT id FROM scheduled_job WHERE job_type = 'Goes'")
                .mapTo(UUID.class)
                .list());
    }

    List<UUID> ids() {
        return ids;
    }

    long left() {
        return database.read(tx -> tx.createQuery("SELECT count(*) FROM scheduled_job WHERE job_type = 'Goes'")
                .mapTo(Long.class)
                .one());
    }

    private void insert(String jobType, int count) {
        database.runInTransaction(tx -> tx.createUpdate("""
                        INSERT INTO scheduled_job (agent_id, id, kind, job_type_id, job_type, requested_at, requested_by,
                                                   next_run, state, fields)
                        SELECT agents.ids[1 + n % cardinality(agents.ids)], gen_random_uuid(), 'CUSTOM', gen_random_uuid(),
                               :jobType, now(), 'bench', now() + interval '1 day', 'SCHEDULED',
                               '{"values": {"Service": "nginx"}}'
                          FROM generate_series(1, :count) AS n, (SELECT array_agg(id) AS ids FROM agent) AS agents
                        """)
                .bind("jobType", jobType)
                .bind("count", count)
                .execute());
    }
}
