package io.quartermaster.benchmarks;

import io.quartermaster.agent.protocol.Capabilities;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.MonthlyPartitions;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/** Approved agents with a session each, and due custom jobs of theirs that run once: what there is to hand out. */
final class Errands {
    static final int AGENTS = 256;

    static final String JOB_TYPE = "Errand";

    private final BenchDatabase bench;
    private final Database database;
    private List<Errand> all = List.of();

    /** Adds the agents, and the months of history and events that a server would have made. */
    Errands(BenchDatabase bench) {
        this.bench = bench;
        this.database = bench.database();
        new MonthlyPartitions(database, InstantSource.system()).run();
        addAgents();
    }

    private void addAgents() {
        database.runInTransaction(tx -> tx.createUpdate("""
                        WITH added AS (
                          INSERT INTO agent (id, client_machine, username, platform, version, status, capabilities,
                                             capability_names, client_parameters, registered_at)
                          SELECT gen_random_uuid(), 'errands-' || n, :account, 1, '1.0.0.0', 2, ARRAY[:capability],
                                 ARRAY[:jobType], '{}', now()
                            FROM generate_series(1, :agents) AS n
                          RETURNING id
                        ), listed AS (
                          INSERT INTO agent_job_list (agent_id, version) SELECT id, 0 FROM added
                        ), seen AS (
                          INSERT INTO agent_presence (agent_id, last_seen) SELECT id, now() FROM added
                        )
                        INSERT INTO agent_session (agent_id, token, started_at, expires_at, job_list_version)
                        SELECT id, gen_random_uuid(), now(), now() + interval '1 day', 0 FROM added
                        """)
                .bind("account", BenchServer.AGENT_ACCOUNT)
                .bind("capability", Capabilities.custom(JOB_TYPE))
                .bind("jobType", JOB_TYPE)
                .bind("agents", AGENTS)
                .execute());
    }

    /** {@link #add}, and lets PostgreSQL tidy up after what ran before. */
    void fill(int jobs) {
        add(jobs);
        bench.execute("VACUUM ANALYZE scheduled_job, attempt_in_process");
    }

    /** Puts that many jobs on the schedule, the agents taking turns. */
    void add(int jobs) {
        all = database.inTransaction(tx -> tx.createQuery("""
                        WITH given AS (
                          SELECT agent_id, token, row_number() OVER (ORDER BY agent_id) AS number
                            FROM agent_session WHERE superseded_at IS NULL
                        ), added AS (
                          INSERT INTO scheduled_job (agent_id, id, kind, job_type_id, job_type, requested_at, requested_by,
                                                     next_run, state, fields)
                          SELECT given.agent_id, uuidv7(), 'CUSTOM', CAST(md5(:jobType) AS uuid), :jobType,
                                 now(), 'bench', now() - interval '1 minute' + n * interval '1 microsecond', 'SCHEDULED',
                                 '{"Service": "nginx"}'
                            FROM generate_series(1, :jobs) AS n
                            JOIN given ON given.number = 1 + n % :agents
                          RETURNING agent_id, id, next_run
                        )
                        SELECT added.agent_id, given.token, added.id
                          FROM added JOIN given ON given.agent_id = added.agent_id
                         ORDER BY added.next_run
                        """)
                .bind("jobType", JOB_TYPE)
                .bind("jobs", jobs)
                .bind("agents", AGENTS)
                .map((row, context) -> new Errand(
                        row.getObject("agent_id", UUID.class),
                        row.getObject("token", UUID.class),
                        row.getObject("id", UUID.class)))
                .list());
    }

    /** Takes away what was not handed out. */
    void clear() {
        database.runInTransaction(tx -> tx.createUpdate("DELETE FROM scheduled_job WHERE job_type = :jobType")
                .bind("jobType", JOB_TYPE)
                .execute());
    }

    List<Errand> all() {
        return all;
    }

    /**
     * Looks at the rows of each job: gone from the schedule, nothing in process, one attempt that succeeded, two events.
     *
     * @throws IllegalStateException when one of the jobs was not handed out or not completed, or more than once
     */
    void requireDone(String title, List<Errand> errands) {
        Work.requireDone(
                title,
                database.read(tx -> tx.createQuery("""
                                SELECT count(*)
                                  FROM unnest(CAST(:agentIds AS uuid[]), CAST(:jobIds AS uuid[])) AS g (agent_id, job_id)
                                 WHERE EXISTS (SELECT FROM scheduled_job j WHERE j.agent_id = g.agent_id AND j.id = g.job_id)
                                    OR EXISTS (SELECT FROM attempt_in_process a
                                                WHERE a.agent_id = g.agent_id AND a.job_id = g.job_id)
                                    OR (SELECT count(*) FROM job_history h
                                         WHERE h.agent_id = g.agent_id AND h.job_id = g.job_id
                                           AND h.status = 3 AND h.result = 2) <> 1
                                    OR (SELECT count(*) FROM job_event e
                                         WHERE e.agent_id = g.agent_id AND e.job_id = g.job_id
                                           AND e.event IN ('HANDED_OUT', 'COMPLETED')) <> 2
                                """)
                        .bindArray(
                                "agentIds",
                                UUID.class,
                                errands.stream().map(Errand::agentId).toList())
                        .bindArray(
                                "jobIds",
                                UUID.class,
                                errands.stream().map(Errand::jobId).toList())
                        .mapTo(Long.class)
                        .one()));
    }
}
