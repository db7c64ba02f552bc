package io.quartermaster.benchmarks;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.security.Grants;
import io.quartermaster.server.security.PermissionString;
import java.util.List;
import java.util.UUID;

/** Agents, and jobs on our schedule. */
final class OurJobs {
    /** Somebody who may do everything. */
    static final Caller CALLER = new Caller("bench", List.of("Bench"), Grants.of(List.of(PermissionString.parse("/"))));

    /** The type of the jobs of {@link #fill}. */
    static final String GOES = "Goes";

    private static final int AGENTS = 1_000;
    private static final int STORES = 1_000;

    private final BenchDatabase bench;
    private final Database database;
    private List<UUID> ids = List.of();

    OurJobs(BenchDatabase bench) {
        this.bench = bench;
        this.database = bench.database();
    }

    void addAgents() {
        addAgents(AGENTS);
    }

    /** Approved, and able to do every job of a type that this makes. */
    void addAgents(int agents) {
        database.runInTransaction(tx -> {
            tx.createUpdate("""
                            INSERT INTO agent (id, client_machine, username, platform, version, status, capabilities,
                                               capability_names, client_parameters, registered_at)
                            SELECT uuidv7(), 'agent-' || n, 'bench', 1, '1.0.0.0', 2,
                                   '{CertStores.PEM.Inventory,CertStores.PEM.Management,Custom.Bench}', '{PEM,Bench}', '{}', now()
                              FROM generate_series(1, :agents) AS n
                            """).bind("agents", agents).execute();
            tx.execute("INSERT INTO agent_presence (agent_id, last_seen) SELECT id, now() FROM agent");
            tx.execute("INSERT INTO agent_job_list (agent_id, version) SELECT id, 0 FROM agent");
        });
    }

    List<UUID> agentIds() {
        return database.read(
                tx -> tx.createQuery("SELECT id FROM agent").mapTo(UUID.class).list());
    }

    /** With one field of text. */
    void addCustomJobType(String name, String field) {
        database.runInTransaction(tx ->
                tx.createUpdate("""
                        WITH added AS (INSERT INTO custom_job_type (id, name) VALUES (uuidv7(), :name) RETURNING id)
                        INSERT INTO custom_job_type_field (custom_job_type_id, position, name, type, required)
                        SELECT id, 1, :field, 1, true FROM added
                        """).bind("name", name).bind("field", field).execute());
    }

    /** Adds jobs of agents in turn; the ids ascend, as those that the server makes. */
    void add(String jobType, int count) {
        database.runInTransaction(tx -> tx.createUpdate("""
                        INSERT INTO scheduled_job (agent_id, id, kind, job_type_id, job_type, requested_at, requested_by,
                                                   next_run, state, fields)
                        SELECT agents.ids[1 + n % cardinality(agents.ids)], uuidv7(), 'CUSTOM',
                               CAST(md5(:jobType) AS uuid), :jobType, now(), 'bench',
                               now() + interval '1 day', 'SCHEDULED', '{"Service": "nginx"}'
                          FROM generate_series(1, :count) AS n, (SELECT array_agg(id) AS ids FROM agent) AS agents
                        """)
                .bind("jobType", jobType)
                .bind("count", count)
                .execute());
    }

    /** Adds management jobs, of stores in two containers. */
    void addOfStores(String jobType, int count) {
        database.runInTransaction(tx -> tx.createUpdate("""
                        INSERT INTO scheduled_job (agent_id, id, kind, job_type_id, job_type, store_id, client_machine,
                                                   store_path, requested_at, requested_by, next_run, state, fields)
                        SELECT s.agent_id, uuidv7(), 'MANAGEMENT', CAST(md5(:jobType) AS uuid), :jobType, s.id,
                               s.client_machine, s.store_path, now(), 'bench', now() + interval '1 day', 'SCHEDULED', '{}'
                          FROM generate_series(1, :each) AS n, certificate_store s
                        """)
                .bind("jobType", jobType)
                .bind("each", count / STORES)
                .execute());
    }

    /** Stores of the agents in two containers with the numbers 1 and 2. */
    void addStores() {
        database.runInTransaction(tx -> {
            tx.execute(
                    "INSERT INTO certificate_store_container (id, name, store_type_id) VALUES (1, 'One', -1), (2, 'Two', -1)");
            tx.createUpdate("""
                            INSERT INTO certificate_store (id, agent_id, store_type_id, container_id, client_machine, store_path,
                                                           approved, create_if_missing, properties, created_at)
                            SELECT uuidv7(), agents.ids[1 + n % cardinality(agents.ids)],
                                   (SELECT min(id) FROM certificate_store_type), 1 + n % 2, 'agent', '/store/' || n, true, false,
                                   '{}', now()
                              FROM generate_series(1, :stores) AS n, (SELECT array_agg(id) AS ids FROM agent) AS agents
                            """).bind("stores", STORES).execute();
        });
    }

    /** After jobs were taken off: what that has written goes. */
    void tidy() {
        bench.execute("TRUNCATE job_event, unscheduled_job");
        bench.execute("VACUUM ANALYZE scheduled_job");
    }

    /** Adds that many jobs and remembers their ids. */
    void fill(int count) {
        add(GOES, count);
        tidy();
        ids = idsOf(GOES);
    }

    List<UUID> ids() {
        return ids;
    }

    List<UUID> idsOf(String jobType) {
        return database.read(tx -> tx.createQuery("SELECT id FROM scheduled_job WHERE job_type = :jobType")
                .bind("jobType", jobType)
                .mapTo(UUID.class)
                .list());
    }

    long left(String jobType) {
        return database.read(tx -> tx.createQuery("SELECT count(*) FROM scheduled_job WHERE job_type = :jobType")
                .bind("jobType", jobType)
                .mapTo(Long.class)
                .one());
    }
}
