package io.quartermaster.benchmarks;

import io.quartermaster.server.agent.AgentSessions;
import io.quartermaster.server.agent.Presence;
import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.Ids;
import io.quartermaster.server.job.JobOperationRepository;
import io.quartermaster.server.job.JobOperations;
import io.quartermaster.server.job.JobRepository;
import io.quartermaster.server.job.JobSelection;
import io.quartermaster.server.job.UnscheduleJobs;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.security.Grants;
import io.quartermaster.server.security.PermissionString;
import io.quartermaster.server.setting.AgentSettings;
import io.quartermaster.server.setting.JobSettings;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * Takes 100,000 of 1,000,000 jobs off the schedule: by query and by id list through the command (permission, judging,
 * removal, what an undo needs and one event for each job, stale marks, audit entry; one transaction), and as the one SQL
 * statement that removes the same rows and writes the same ones, without permission, refusals and audit. After each run the jobs are put back and the tables vacuumed and analysed,
 * outside of the measured time. The order of the three rotates.
 */
final class UnscheduleBenchmark {
    private static final int JOB_TYPES = 10;
    private static final int AGENTS = 1_000;

    private final BenchDatabase bench;
    private final Database database;
    private final UnscheduleJobs unscheduleJobs;
    private final int jobs;
    private final int rounds;
    private final Caller caller =
            new Caller("bench", List.of("Bench"), Grants.of(List.of(PermissionString.parse("/"))));

    private enum Way {
        QUERY("Unschedule by query"),
        IDS("Unschedule by id list"),
        RAW("one raw SQL statement");

        private final String title;

        Way(String title) {
            this.title = title;
        }
    }

    UnscheduleBenchmark(BenchDatabase bench, boolean quick) {
        this.bench = bench;
        this.database = bench.database();
        this.jobs = quick ? 100_000 : 1_000_000;
        this.rounds = quick ? 3 : 5;
        InstantSource clock = InstantSource.system();
        this.unscheduleJobs = new UnscheduleJobs(
                database,
                new JobRepository(),
                new AgentSessions(AgentSettings.DEFAULT, new SecureRandom(), new Presence(database)),
                new JobOperations(
                        new JobOperationRepository(), JobSettings.DEFAULT, new Ids(clock, new SecureRandom())),
                new AuditLog(database, clock),
                clock);
    }

    void run() {
        System.out.printf(Locale.ROOT, "Loading %,d jobs of %,d agents ...%n", jobs, AGENTS);
        load();
        Map<Way, List<Double>> seconds = new EnumMap<>(Way.class);
        for (Way way : Way.values()) {
            seconds.put(way, new ArrayList<>());
            measure(way, 0);
        }
        int type = 1;
        for (int round = 0; round < rounds; round++) {
            for (int turn = 0; turn < Way.values().length; turn++) {
                Way way = Way.values()[(round + turn) % Way.values().length];
                double took = measure(way, type++ % JOB_TYPES);
                seconds.computeIfAbsent(way, w -> new ArrayList<>()).add(took);
                System.out.printf(Locale.ROOT, "  round %d  %-22s %6.2f s%n", round + 1, way.title, took);
            }
        }
        print(seconds);
    }

    private void load() {
        database.runInTransaction(tx -> {
            tx.createUpdate("""
                            INSERT INTO agent (id, client_machine, username, platform, version, status, capabilities,
                                               capability_names, client_parameters, registered_at)
                            SELECT gen_random_uuid(), 'agent-' || n, 'bench', 1, '1.0.0.0', 2, '{}', '{}', '{}', now()
                              FROM generate_series(1, :agents) AS n
                            """).bind("agents", AGENTS).execute();
            tx.execute("INSERT INTO agent_job_list (agent_id, version) SELECT id, 0 FROM agent");
        });
        for (int type = 0; type < JOB_TYPES; type++) {
            insert(type);
        }
        bench.execute("VACUUM ANALYZE");
    }

    private void insert(int type) {
        database.runInTransaction(tx -> tx.createUpdate("""
                        INSERT INTO scheduled_job (agent_id, id, kind, job_type_id, job_type, requested_at, requested_by,
                                                   next_run, state, fields)
                        SELECT agents.ids[1 + n % cardinality(agents.ids)], gen_random_uuid(), 'CUSTOM',
                               CAST(lpad(:type, 32, '0') AS uuid), 'Bench' || :type, now(), 'bench',
                               now() + interval '1 day', 'SCHEDULED', '{"values": {"Service": "nginx"}}'
                          FROM generate_series(1, :count) AS n, (SELECT array_agg(id) AS ids FROM agent) AS agents
                        """)
                .bind("type", String.valueOf(type))
                .bind("count", jobs / JOB_TYPES)
                .execute());
    }

    /** @return seconds */
    private double measure(Way way, int type) {
        String jobType = "Bench" + type;
        List<UUID> ids = way == Way.IDS ? idsOf(jobType) : List.of();
        long start = System.nanoTime();
        switch (way) {
            case QUERY -> unscheduleJobs.run(caller, new JobSelection.ByQuery("JobType -eq \"" + jobType + "\""));
            case IDS -> unscheduleJobs.run(caller, new JobSelection.ById(ids));
            case RAW -> raw(jobType);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        long left = database.read(tx -> tx.createQuery("SELECT count(*) FROM scheduled_job WHERE job_type = :jobType")
                .bind("jobType", jobType)
                .mapTo(Long.class)
                .one());
        if (left != 0) {
            throw new IllegalStateException(way.title + " left " + left + " jobs");
        }
        insert(type);
        bench.execute("TRUNCATE job_event, unscheduled_job");
        bench.execute("VACUUM ANALYZE scheduled_job");
        return seconds;
    }

    /** The same WHERE, and the same rows written: what an undo needs, events, versions of job lists. */
    private void raw(String jobType) {
        database.runInTransaction(
                tx -> tx.createUpdate("""
                        WITH removed AS (
                          DELETE FROM scheduled_job
                           WHERE (lower(job_type) = lower(:jobType) OR lower(CASE kind
                                    WHEN 'INVENTORY' THEN 'Inventory' WHEN 'MANAGEMENT' THEN 'Management'
                                    WHEN 'DISCOVERY' THEN 'Discovery' WHEN 'REENROLLMENT' THEN 'Reenrollment'
                                    WHEN 'FETCH_LOGS' THEN 'FetchLogs' WHEN 'CUSTOM' THEN 'Custom'
                                    WHEN 'SSL_DISCOVERY' THEN 'SslDiscovery' WHEN 'MONITORING' THEN 'Monitoring'
                                    WHEN 'SSH_SYNC' THEN 'SSHSync' WHEN 'SYNC' THEN 'Sync' END) = lower(:jobType))
                             AND (state = 'SCHEDULED' OR recurring)
                             AND kind IN ('MANAGEMENT', 'DISCOVERY', 'REENROLLMENT', 'FETCH_LOGS', 'CUSTOM')
                          RETURNING agent_id, id, kind, job_type_id, job_type, store_id, client_machine, store_path, target,
                                    schedule, requested_at, requested_by, next_run, retry_count, last_attempt_id,
                                    last_attempt_start, priority, fields, overlap, jitter_seconds, jittered_seconds,
                                    rollout_id, wave
                        ), kept AS (
                          INSERT INTO unscheduled_job
                                 (operation_id, agent_id, id, kind, job_type_id, job_type, store_id, client_machine,
                                  store_path, target, schedule, requested_at, requested_by, next_run, retry_count,
                                  last_attempt_id, last_attempt_start, priority, fields, overlap, jitter_seconds,
                                  jittered_seconds, rollout_id, wave)
                          SELECT CAST('00000000-0000-0000-0000-000000000001' AS uuid), * FROM removed
                        ), noted AS (
                          INSERT INTO job_event (agent_id, job_id, at, event, actor, kind, job_type, store_id)
                          SELECT agent_id, id, now(), 'UNSCHEDULED', 'bench', kind, job_type, store_id FROM removed
                        )
                        UPDATE agent_job_list SET version = version + 1
                         WHERE agent_id IN (SELECT agent_id FROM removed)
                        """).bind("jobType", jobType).execute());
    }

    private List<UUID> idsOf(String jobType) {
        return database.read(tx -> tx.createQuery("SELECT id FROM scheduled_job WHERE job_type = :jobType")
                .bind("jobType", jobType)
                .mapTo(UUID.class)
                .list());
    }

    private void print(Map<Way, List<Double>> seconds) {
        double raw = median(seconds.getOrDefault(Way.RAW, List.of()));
        System.out.println();
        System.out.printf(
                Locale.ROOT,
                "%,d of %,d jobs, median of %d runs; %s%n",
                jobs / JOB_TYPES,
                jobs,
                rounds,
                Machine.words());
        System.out.println("| way | seconds | jobs/s | times the raw statement |");
        System.out.println("|---|---|---|---|");
        for (Way way : Way.values()) {
            double took = median(seconds.getOrDefault(way, List.of()));
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.2f | %,.0f | %.2f |%n",
                    way.title,
                    took,
                    (double) jobs / JOB_TYPES / took,
                    took / raw);
        }
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElse(Double.NaN);
    }
}
