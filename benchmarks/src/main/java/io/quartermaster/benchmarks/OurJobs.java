package io.quartermaster.benchmarks;

import io.quartermaster.server.agent.AgentSessions;
import io.quartermaster.server.agent.KnownSessions;
import io.quartermaster.server.agent.Presence;
import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.Ids;
import io.quartermaster.server.job.JobOperationRepository;
import io.quartermaster.server.job.JobOperations;
import io.quartermaster.server.job.JobRepository;
import io.quartermaster.server.job.UnscheduleJobs;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.security.Grants;
import io.quartermaster.server.security.PermissionString;
import io.quartermaster.server.setting.AgentSettings;
import io.quartermaster.server.setting.JobSettings;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/** Jobs on our schedule, of 1,000 agents, and the command that takes them off. */
final class OurJobs {
    /** Somebody who may do everything. */
    static final Caller CALLER = new Caller("bench", List.of("Bench"), Grants.of(List.of(PermissionString.parse("/"))));

    /** The type of the jobs of {@link #fill}. */
    static final String GOES = "Goes";

    private static final int AGENTS = 1_000;

    private final BenchDatabase bench;
    private final Database database;
    private List<UUID> ids = List.of();

    OurJobs(BenchDatabase bench) {
        this.bench = bench;
        this.database = bench.database();
    }

    static UnscheduleJobs unscheduleJobs(Database database) {
        InstantSource clock = InstantSource.system();
        Presence presence = new Presence(database);
        return new UnscheduleJobs(
                database,
                new JobRepository(),
                new AgentSessions(AgentSettings.DEFAULT, new SecureRandom(), presence, new KnownSessions(presence)),
                new JobOperations(
                        new JobOperationRepository(), JobSettings.DEFAULT, new Ids(clock, new SecureRandom())),
                new AuditLog(database, clock),
                clock);
    }

    void addAgents() {
        database.runInTransaction(tx -> {
            tx.createUpdate("""
                            INSERT INTO agent (id, client_machine, username, platform, version, status, capabilities,
                                               capability_names, client_parameters, registered_at)
                            SELECT gen_random_uuid(), 'agent-' || n, 'bench', 1, '1.0.0.0', 2, '{}', '{}', '{}', now()
                              FROM generate_series(1, :agents) AS n
                            """).bind("agents", AGENTS).execute();
            tx.execute("INSERT INTO agent_job_list (agent_id, version) SELECT id, 0 FROM agent");
        });
    }

    void add(String jobType, int count) {
        database.runInTransaction(tx -> tx.createUpdate("""
                        INSERT INTO scheduled_job (agent_id, id, kind, job_type_id, job_type, requested_at, requested_by,
                                                   next_run, state, fields)
                        SELECT agents.ids[1 + n % cardinality(agents.ids)], gen_random_uuid(), 'CUSTOM',
                               CAST(md5(:jobType) AS uuid), :jobType, now(), 'bench',
                               now() + interval '1 day', 'SCHEDULED', '{"values": {"Service": "nginx"}}'
                          FROM generate_series(1, :count) AS n, (SELECT array_agg(id) AS ids FROM agent) AS agents
                        """)
                .bind("jobType", jobType)
                .bind("count", count)
                .execute());
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
