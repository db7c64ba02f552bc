package io.quartermaster.server.job;

import io.quartermaster.server.db.IdArray;
import io.quartermaster.server.error.FailedOperation;
import io.quartermaster.server.query.SqlCondition;
import io.quartermaster.server.schedule.Schedule;
import io.quartermaster.server.security.ContainerScope;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** Rows of the schedule. Every method works in the caller's transaction. Safe for many threads. */
@Singleton
public class JobRepository {

    /** What is on the schedule for people to see: a one-time job in process is not, until it waits for a retry. */
    static final String LISTED = "(j.state = 'SCHEDULED' OR j.recurring)";

    static final String COLUMNS = """
            j.id, j.agent_id, j.kind, j.job_type_id, j.job_type, j.store_id, j.client_machine, j.store_path, j.target,
            j.schedule, j.requested_at, j.requested_by, j.next_run, j.state, j.retry_count, j.priority, j.fields,
            j.overlap, j.jitter_seconds, j.jittered_seconds, j.rollout_id
            """;

    /**
     * Goes on after the condition of the jobs that are to be removed. Each request finds them in an order of its own; locked
     * in one order for all, two requests that want the same jobs wait for each other and never in a circle. The conditions
     * hold for the rows as they are when they are locked.
     */
    private static final String IN_ORDER = """
             ORDER BY j.agent_id, j.id FOR UPDATE OF j
            ), removed AS (
              DELETE FROM scheduled_job j USING chosen c WHERE j.agent_id = c.agent_id AND j.id = c.id
            """;

    /** Goes on after a DELETE. */
    private static final String AND_RETURN_IT =
            " RETURNING j.agent_id, j.id, j.kind, j.job_type, j.store_id, j.state, j.retry_count, j.last_attempt_id,"
                    + " j.last_attempt_start ";

    /** The same, with all that is needed to put the jobs back, and with that put aside. */
    private static final String AND_KEEP_IT = """
              RETURNING j.agent_id, j.id, j.kind, j.job_type_id, j.job_type, j.store_id, j.client_machine, j.store_path,
                        j.target, j.schedule, j.requested_at, j.requested_by, j.next_run, j.state, j.retry_count,
                        j.last_attempt_id, j.last_attempt_start, j.priority, j.fields, j.overlap, j.jitter_seconds,
                        j.jittered_seconds, j.rollout_id, j.wave
            ), kept AS (
              INSERT INTO unscheduled_job
                     (operation_id, agent_id, id, kind, job_type_id, job_type, store_id, client_machine, store_path, target,
                      schedule, requested_at, requested_by, next_run, retry_count, last_attempt_id, last_attempt_start,
                      priority, fields, overlap, jitter_seconds, jittered_seconds, rollout_id, wave)
              SELECT :operationId, agent_id, id, kind, job_type_id, job_type, store_id, client_machine, store_path, target,
                     schedule, requested_at, requested_by, next_run, retry_count, last_attempt_id, last_attempt_start,
                     priority, fields, overlap, jitter_seconds, jittered_seconds, rollout_id, wave
                FROM removed
            """;

    /** Closes the newest row of each removed job that waited for a retry, and writes the events. */
    private static final String AND_NOTE_IT = """
            ), settled AS (
              UPDATE job_history h
                 SET status = 3
                FROM removed r
               WHERE r.retry_count > 0 AND r.state = 'SCHEDULED' AND h.agent_id = r.agent_id
                 AND h.id = r.last_attempt_id AND h.operation_start = r.last_attempt_start AND h.status = 5
            ), noted AS (
              INSERT INTO job_event (agent_id, job_id, at, event, actor, kind, job_type, store_id)
              SELECT agent_id, id, :now, :unscheduled, :actor, kind, job_type, store_id FROM removed
            )
            SELECT agent_id, count(*) AS jobs FROM removed GROUP BY agent_id ORDER BY agent_id
            """;

    /**
     * Puts jobs on the schedule, each with its SCHEDULED event. What many of them have in common is sent and read once: their
     * agents and ids stand one behind the other, and each kind of work says which part is its own.
     */
    void insert(Handle tx, List<NewJob> jobs, Instant now, String requestedBy) {
        Map<NewJob.Work, List<NewJob>> byWork =
                jobs.stream().collect(Collectors.groupingBy(NewJob::work, LinkedHashMap::new, Collectors.toList()));
        List<NewJob> inOrder = byWork.values().stream().flatMap(List::stream).toList();
        Update insert = tx.createUpdate("""
                        WITH work AS MATERIALIZED (
                          SELECT w.kind, w.job_type_id, w.job_type, w.store_id, w.client_machine, w.store_path, w.target,
                                 w.schedule, CAST(w.next_run AS timestamptz) AS next_run, w.priority,
                                 CAST(w.fields AS jsonb) AS fields, sum(w.jobs) OVER (ORDER BY w.position) AS last, w.jobs
                            FROM unnest(CAST(:kinds AS text[]), CAST(:jobTypeIds AS uuid[]), CAST(:jobTypes AS text[]),
                                        CAST(:storeIds AS uuid[]), CAST(:clientMachines AS text[]),
                                        CAST(:storePaths AS text[]), CAST(:targets AS text[]), CAST(:schedules AS text[]),
                                        CAST(:nextRuns AS text[]), CAST(:priorities AS smallint[]), CAST(:fields AS text[]),
                                        CAST(:jobs AS int[]))
                                 WITH ORDINALITY
                                 AS w (kind, job_type_id, job_type, store_id, client_machine, store_path, target, schedule,
                                       next_run, priority, fields, jobs, position)
                        ), added AS (
                          INSERT INTO scheduled_job
                                 (agent_id, id, kind, job_type_id, job_type, store_id, client_machine, store_path, target,
                                  schedule, requested_at, requested_by, next_run, state, priority, fields)
                          SELECT new.agent_id, new.id, w.kind, w.job_type_id, w.job_type, w.store_id, w.client_machine,
                                 w.store_path, w.target, w.schedule, :now, :requestedBy, w.next_run, 'SCHEDULED', w.priority,
                                 w.fields
                            FROM work w
                           CROSS JOIN LATERAL unnest((CAST(:agentIds AS uuid[]))[w.last - w.jobs + 1 \\: w.last],
                                                     (CAST(:ids AS uuid[]))[w.last - w.jobs + 1 \\: w.last])
                                      AS new (agent_id, id)
                          RETURNING agent_id, id
                        )
                        INSERT INTO job_event (agent_id, job_id, at, event, actor)
                        SELECT agent_id, id, :now, :scheduled, :requestedBy FROM added
                        """)
                .bind("now", now)
                .bind("scheduled", JobEvent.SCHEDULED.name())
                .bind("requestedBy", requestedBy)
                .bind(
                        "agentIds",
                        new IdArray(inOrder.stream().map(NewJob::agentId).toList()))
                .bind("ids", new IdArray(inOrder.stream().map(NewJob::jobId).toList()))
                .bindArray(
                        "jobs",
                        Integer.class,
                        byWork.values().stream().map(List::size).toList());
        bind(insert, List.copyOf(byWork.keySet()), now);
        insert.execute();
    }

    private static void bind(Update insert, List<NewJob.Work> work, Instant now) {
        bind(insert, "kinds", String.class, work, w -> w.kind().name());
        bind(insert, "jobTypeIds", UUID.class, work, NewJob.Work::jobTypeId);
        bind(insert, "jobTypes", String.class, work, NewJob.Work::jobType);
        bind(
                insert,
                "storeIds",
                UUID.class,
                work,
                w -> w.store() == null ? null : w.store().storeId());
        bind(
                insert,
                "clientMachines",
                String.class,
                work,
                w -> w.store() == null ? null : w.store().clientMachine());
        bind(
                insert,
                "storePaths",
                String.class,
                work,
                w -> w.store() == null ? null : w.store().storePath());
        bind(insert, "targets", String.class, work, NewJob.Work::target);
        bind(insert, "schedules", String.class, work, w -> w.schedule().text());
        bind(
                insert,
                "nextRuns",
                String.class,
                work,
                w -> w.schedule().firstRun(now).toString());
        bind(insert, "priorities", Integer.class, work, NewJob.Work::priority);
        bind(insert, "fields", String.class, work, w -> w.fields().toString());
    }

    private static <T> void bind(
            Update insert,
            String name,
            Class<T> type,
            List<NewJob.Work> work,
            Function<NewJob.Work, @Nullable T> column) {
        insert.bindArray(name, type, work.stream().map(column).toArray());
    }

    /**
     * Locks one job of an agent and waits for whoever holds it. A hand-out must not skip a row that is being
     * unscheduled: that unschedule may still be refused.
     */
    Optional<ScheduledJob> lock(Handle tx, UUID agentId, UUID jobId) {
        return tx.createQuery("SELECT " + COLUMNS
                        + " FROM scheduled_job j WHERE j.agent_id = :agentId AND j.id = :jobId FOR UPDATE")
                .bind("agentId", agentId)
                .bind("jobId", jobId)
                .map(JobRows::scheduledJob)
                .findOne();
    }

    /** Locks the certificate store on which an attempt of a job runs, if there is one. */
    void lockStoreOf(Handle tx, UUID agentId, UUID jobId) {
        tx.createQuery("""
                        SELECT s.id FROM certificate_store s
                         WHERE s.id = (SELECT a.store_id FROM attempt_in_process a WHERE a.agent_id = :agentId AND a.job_id = :jobId)
                           FOR NO KEY UPDATE
                        """)
                .bind("agentId", agentId)
                .bind("jobId", jobId)
                .mapTo(UUID.class)
                .findOne();
    }

    /** A job of any agent, on the schedule or in process; not locked. */
    Optional<ScheduledJob> find(Handle tx, UUID jobId) {
        return tx.createQuery("SELECT " + COLUMNS + " FROM scheduled_job j WHERE j.id = :jobId")
                .bind("jobId", jobId)
                .map(JobRows::scheduledJob)
                .findOne();
    }

    /** Locks jobs in the order of their agents and ids; waits for whoever holds one. */
    void lockAll(Handle tx, Collection<UUID> jobIds) {
        tx.createQuery(
                        "SELECT j.id FROM scheduled_job j WHERE j.id = ANY (:jobIds) ORDER BY j.agent_id, j.id FOR UPDATE")
                .bindArray("jobIds", UUID.class, List.copyOf(jobIds))
                .mapTo(UUID.class)
                .list();
    }

    /** Those of the jobs that are in process and still on the schedule: the ones that run again or can be tried again. */
    Map<UUID, ScheduledJob> inProcess(Handle tx, Collection<UUID> jobIds) {
        return tx
                .createQuery("SELECT " + COLUMNS
                        + " FROM scheduled_job j WHERE j.id = ANY (:jobIds) AND j.state = 'IN_PROCESS'")
                .bindArray("jobIds", UUID.class, List.copyOf(jobIds))
                .map(JobRows::scheduledJob)
                .stream()
                .collect(Collectors.toMap(ScheduledJob::jobId, job -> job));
    }

    /** Jobs in process whose next run is due and replaces the one that runs, locked. */
    List<ScheduledJob> lockOverrun(Handle tx, Instant now, int limit) {
        return tx.createQuery("SELECT " + COLUMNS + """
                          FROM scheduled_job j
                         WHERE j.state = 'IN_PROCESS' AND j.overlap = 'REPLACE' AND j.recurring AND j.next_run <= :now
                         ORDER BY j.agent_id, j.id LIMIT :limit FOR UPDATE
                        """)
                .bind("now", now)
                .bind("limit", limit)
                .map(JobRows::scheduledJob)
                .list();
    }

    /** Changes how a job is handed out, and when it runs next. */
    void changePolicy(Handle tx, ScheduledJob job, JobPolicy policy, NextRuns.Run next, Instant now, String actor) {
        tx.createUpdate("""
                        WITH changed AS (
                          UPDATE scheduled_job
                             SET overlap = :overlap, jitter_seconds = :jitter, next_run = :nextRun, jittered_seconds = :jittered
                           WHERE agent_id = :agentId AND id = :jobId RETURNING agent_id, id
                        )
                        INSERT INTO job_event (agent_id, job_id, at, event, actor, detail)
                        SELECT agent_id, id, :now, 'CHANGED', :actor, :detail FROM changed
                        """)
                .bind("overlap", policy.overlap().name())
                .bind("jitter", policy.jitterSeconds())
                .bind("nextRun", next.at())
                .bind("jittered", next.jitteredSeconds())
                .bind("agentId", job.agentId())
                .bind("jobId", job.jobId())
                .bind("now", now)
                .bind("actor", actor)
                .bind("detail", policy.words())
                .execute();
    }

    /** The agents that have jobs of these stores on the schedule. */
    List<UUID> agentsWaitingFor(Handle tx, Collection<UUID> storeIds) {
        return tx.createQuery(
                        "SELECT DISTINCT agent_id FROM scheduled_job WHERE store_id = ANY (:storeIds) AND state = 'SCHEDULED'")
                .bindArray("storeIds", UUID.class, List.copyOf(storeIds))
                .mapTo(UUID.class)
                .list();
    }

    /** Takes one job off the schedule because it cannot run any more. */
    void withdraw(Handle tx, ScheduledJob job, Instant now, String actor, String reason) {
        tx.createUpdate("""
                        WITH removed AS (
                          DELETE FROM scheduled_job WHERE agent_id = :agentId AND id = :jobId
                          RETURNING agent_id, id, kind, job_type, store_id
                        )
                        INSERT INTO job_event (agent_id, job_id, at, event, actor, detail, kind, job_type, store_id)
                        SELECT agent_id, id, :now, 'WITHDRAWN', :actor, :reason, kind, job_type, store_id FROM removed
                        """)
                .bind("agentId", job.agentId())
                .bind("jobId", job.jobId())
                .bind("now", now)
                .bind("actor", actor)
                .bind("reason", reason)
                .execute();
    }

    /** Those of the ids that no job on the schedule or in process has, at most one more than a refusal names. */
    List<FailedOperation> unknown(Handle tx, List<UUID> jobIds) {
        return tx.createQuery("""
                        SELECT u.id FROM unnest(CAST(:ids AS uuid[])) WITH ORDINALITY AS u (id, position)
                         WHERE NOT EXISTS (SELECT FROM scheduled_job j WHERE j.id = u.id)
                         ORDER BY u.position LIMIT :limit
                        """)
                .bindArray("ids", UUID.class, jobIds)
                .bind("limit", Refusals.NAMED_MAX + 1)
                .map((row, context) -> new FailedOperation(row.getString("id"), "Job not found"))
                .list();
    }

    /**
     * Removes the selected jobs that are on the schedule and of a kind that can be unscheduled, with one event for each.
     * A job that waits for a retry gets its newest history row closed. A running attempt of a recurring job goes on.
     * What was removed is kept under the operation, so that it can be put back.
     *
     * @param scope jobs of stores in other containers stay, as the stores are now
     */
    ChangedJobs removeScheduled(Handle tx, SqlCondition selected, ContainerScope scope, JobOperation operation) {
        SqlCondition removable = removable(selected, scope);
        return tx.createQuery("WITH chosen AS (SELECT j.agent_id, j.id FROM scheduled_job j WHERE " + removable.sql()
                        + IN_ORDER + AND_KEEP_IT + AND_NOTE_IT)
                .bindMap(removable.bindings())
                .bind("operationId", operation.id())
                .bind("now", operation.at())
                .bind("unscheduled", JobEvent.UNSCHEDULED.name())
                .bind("actor", operation.actor())
                .map(JobRepository::ofAgent)
                .collect(Collectors.collectingAndThen(Collectors.toList(), ChangedJobs::of));
    }

    /**
     * The selected jobs that people see, when {@link #removeScheduled} would remove all of them now; empty when it would not, or
     * when there are more than some. Nothing is locked, so that several processes of PostgreSQL share the work.
     */
    Optional<List<UUID>> allRemovable(Handle tx, SqlCondition selected, ContainerScope scope, int max) {
        SqlCondition fit = removable(SqlCondition.all(), scope);
        List<Optional<UUID>> found = tx.createQuery("SELECT j.id, " + fit.sql() + " AS fit FROM scheduled_job j WHERE ("
                        + selected.sql() + ") AND " + LISTED + " LIMIT :limit")
                .bindMap(selected.bindings())
                .bindMap(fit.bindings())
                .bind("limit", max + 1)
                .map((row, context) ->
                        row.getBoolean("fit") ? Optional.of(JobRows.uuid(row, "id")) : Optional.<UUID>empty())
                .list();
        return found.size() <= max && found.stream().allMatch(Optional::isPresent)
                ? Optional.of(found.stream().flatMap(Optional::stream).toList())
                : Optional.empty();
    }

    /** How many of the selected jobs {@link #removeScheduled} would remove now. */
    long countRemovable(Handle tx, SqlCondition selected, ContainerScope scope) {
        SqlCondition removable = removable(selected, scope);
        return tx.createQuery("SELECT count(*) FROM scheduled_job j WHERE " + removable.sql())
                .bindMap(removable.bindings())
                .mapTo(Long.class)
                .one();
    }

    private static SqlCondition removable(SqlCondition selected, ContainerScope scope) {
        SqlCondition within = JobTable.SCHEDULED.within(scope);
        String eligible = Unschedulable.CONDITIONS.stream()
                .map(judge -> "NOT (" + judge.refusedWhen() + ")")
                .collect(Collectors.joining(" AND "));
        Map<String, Object> bindings = new HashMap<>(selected.bindings());
        bindings.putAll(within.bindings());
        return new SqlCondition("(" + selected.sql() + ") AND " + eligible + " AND " + within.sql(), bindings);
    }

    private static ChangedJobs.OfAgent ofAgent(ResultSet row, StatementContext context) throws SQLException {
        return new ChangedJobs.OfAgent(JobRows.uuid(row, "agent_id"), row.getLong("jobs"));
    }

    /**
     * Puts the jobs of an unschedule back as they were, under new ids and with their secrets; a job that waited for a
     * retry waits again. What was due meanwhile is due now. A job of a rollout takes its place in its wave again, and
     * later waves are held until it has ended; when the rollout is over, it is a job like any other. One event on the old and
     * one on the new id of each.
     *
     * @param newIds one for each job
     */
    public ChangedJobs restore(Handle tx, UUID unscheduleId, List<UUID> newIds, JobOperation undo) {
        return tx.createQuery("""
                        WITH chosen AS (
                          SELECT u.*, n.new_id
                            FROM (SELECT *, row_number() OVER (ORDER BY agent_id, id) AS position
                                    FROM unscheduled_job
                                   WHERE operation_id = :unscheduleId AND restored_as IS NULL) u
                            JOIN unnest(CAST(:newIds AS uuid[])) WITH ORDINALITY AS n (new_id, position) USING (position)
                        ), rejoining AS (
                          SELECT c.rollout_id, c.id, c.new_id, c.wave, rj.outcome
                            FROM chosen c
                            JOIN rollout r ON r.id = c.rollout_id AND r.state <> 'COMPLETED'
                            JOIN rollout_job rj ON rj.rollout_id = c.rollout_id AND rj.job_id = c.id
                        ), rejoined AS (
                          UPDATE rollout_job rj SET job_id = g.new_id, outcome = NULL
                            FROM rejoining g WHERE rj.rollout_id = g.rollout_id AND rj.job_id = g.id
                        ), reopened AS (
                          UPDATE rollout_wave w SET ended = w.ended - g.ended, failed = w.failed - g.failed
                            FROM (SELECT rollout_id, wave, count(outcome) AS ended,
                                         count(*) FILTER (WHERE outcome = 'FAILED') AS failed
                                    FROM rejoining GROUP BY rollout_id, wave) g
                           WHERE w.rollout_id = g.rollout_id AND w.wave = g.wave
                        ), held_again AS (
                          UPDATE rollout r SET wave = g.wave
                            FROM (SELECT rollout_id, min(wave) AS wave FROM rejoining GROUP BY rollout_id) g
                           WHERE r.id = g.rollout_id AND r.wave > g.wave
                        ), added AS (
                          INSERT INTO scheduled_job
                                 (agent_id, id, kind, job_type_id, job_type, store_id, client_machine, store_path, target,
                                  schedule, requested_at, requested_by, next_run, state, retry_count, last_attempt_id,
                                  last_attempt_start, priority, fields, overlap, jitter_seconds, jittered_seconds,
                                  rollout_id, wave)
                          SELECT c.agent_id, c.new_id, c.kind, c.job_type_id, c.job_type, c.store_id, c.client_machine,
                                 c.store_path, c.target, c.schedule, c.requested_at, c.requested_by, c.next_run, 'SCHEDULED',
                                 c.retry_count, c.last_attempt_id, c.last_attempt_start, c.priority, c.fields, c.overlap,
                                 c.jitter_seconds, c.jittered_seconds, g.rollout_id, g.wave
                            FROM chosen c LEFT JOIN rejoining g ON g.id = c.id
                        ), linked AS (
                          UPDATE unscheduled_job u SET restored_as = c.new_id
                            FROM chosen c WHERE u.operation_id = :unscheduleId AND u.id = c.id
                        ), owned AS (
                          UPDATE job_secret s SET job_id = c.new_id
                            FROM chosen c WHERE s.agent_id = c.agent_id AND s.job_id = c.id
                        ), waiting AS (
                          UPDATE job_history h SET status = 5
                            FROM chosen c
                           WHERE c.retry_count > 0 AND h.agent_id = c.agent_id AND h.id = c.last_attempt_id
                             AND h.operation_start = c.last_attempt_start AND h.status = 3
                        ), noted AS (
                          INSERT INTO job_event (agent_id, job_id, at, event, actor, detail)
                          SELECT agent_id, id, CAST(:now AS timestamptz), 'RESTORED', :actor, 'as ' || new_id FROM chosen
                          UNION ALL
                          SELECT agent_id, new_id, CAST(:now AS timestamptz), 'RESTORED', :actor, 'from ' || id FROM chosen
                        )
                        SELECT agent_id, count(*) AS jobs FROM chosen GROUP BY agent_id ORDER BY agent_id
                        """)
                .bind("unscheduleId", unscheduleId)
                .bindArray("newIds", UUID.class, newIds)
                .bind("now", undo.at())
                .bind("actor", undo.actor())
                .map(JobRepository::ofAgent)
                .collect(Collectors.collectingAndThen(Collectors.toList(), ChangedJobs::of));
    }

    /**
     * Removes jobs whatever their kind and state. One in process goes too; its attempt finds no job any more when it ends.
     *
     * @return the agents whose list of jobs changed
     */
    List<UUID> remove(Handle tx, Collection<UUID> jobIds, Instant now, String actor) {
        return tx.createQuery("WITH removed AS (DELETE FROM scheduled_job j WHERE j.id = ANY (:jobIds)" + AND_RETURN_IT
                        + AND_NOTE_IT)
                .bindArray("jobIds", UUID.class, List.copyOf(jobIds))
                .bind("now", now)
                .bind("unscheduled", JobEvent.UNSCHEDULED.name())
                .bind("actor", actor)
                .map((row, context) -> JobRows.uuid(row, "agent_id"))
                .list();
    }

    /** Removes all jobs of some agents. */
    void removeAllOf(Handle tx, List<UUID> agentIds, Instant now, String actor) {
        tx.createQuery("WITH chosen AS (SELECT j.agent_id, j.id FROM scheduled_job j WHERE j.agent_id = ANY (:agentIds)"
                        + IN_ORDER + AND_RETURN_IT + AND_NOTE_IT)
                .bindArray("agentIds", UUID.class, agentIds)
                .bind("now", now)
                .bind("unscheduled", JobEvent.UNSCHEDULED.name())
                .bind("actor", actor)
                .mapTo(UUID.class)
                .list();
    }

    /** How many jobs an agent has on the schedule or in process. */
    long countOf(Handle tx, UUID agentId) {
        return tx.createQuery("SELECT count(*) FROM scheduled_job WHERE agent_id = :agentId")
                .bind("agentId", agentId)
                .mapTo(Long.class)
                .one();
    }

    /** The jobs of some stores, of one kind, locked in the order of their agents and ids. */
    List<ScheduledJob> lockOfStores(Handle tx, Collection<UUID> storeIds, JobKind kind) {
        return tx.createQuery(
                        "SELECT " + COLUMNS
                                + " FROM scheduled_job j WHERE j.store_id = ANY (:storeIds) AND j.kind = :kind ORDER BY j.agent_id, j.id FOR UPDATE")
                .bindArray("storeIds", UUID.class, List.copyOf(storeIds))
                .bind("kind", kind.name())
                .map(JobRows::scheduledJob)
                .list();
    }

    /** The recurring jobs of an agent of some kinds, by id. */
    List<ScheduledJob> recurringOf(Handle tx, UUID agentId, Collection<JobKind> kinds, int limit) {
        return tx.createQuery(
                        "SELECT " + COLUMNS
                                + " FROM scheduled_job j WHERE j.agent_id = :agentId AND j.recurring AND j.kind = ANY (:kinds) ORDER BY j.id LIMIT :limit")
                .bind("agentId", agentId)
                .bindArray(
                        "kinds", String.class, kinds.stream().map(JobKind::name).toList())
                .bind("limit", limit)
                .map(JobRows::scheduledJob)
                .list();
    }

    /** @return the agents whose list of jobs changed */
    List<UUID> changeSchedule(Handle tx, Collection<UUID> jobIds, Schedule schedule, Instant now, String actor) {
        return tx.createQuery("""
                        WITH changed AS (
                          UPDATE scheduled_job j SET schedule = :schedule, next_run = :nextRun, jittered_seconds = 0
                           WHERE j.id = ANY (:jobIds) RETURNING j.agent_id, j.id
                        ), noted AS (
                          INSERT INTO job_event (agent_id, job_id, at, event, actor, detail)
                          SELECT agent_id, id, :now, 'CHANGED', :actor, 'Schedule ' || coalesce(:schedule, 'Immediate') FROM changed
                        )
                        SELECT DISTINCT agent_id FROM changed ORDER BY agent_id
                        """)
                .bindArray("jobIds", UUID.class, List.copyOf(jobIds))
                .bind("schedule", schedule.text())
                .bind("nextRun", schedule.firstRun(now))
                .bind("now", now)
                .bind("actor", actor)
                .mapTo(UUID.class)
                .list();
    }
}
