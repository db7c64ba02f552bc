package io.quartermaster.server.job;

import io.quartermaster.server.error.FailedOperation;
import io.quartermaster.server.query.SqlCondition;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Rows of the job history, for reading and for the few changes they see. Works in the caller's transaction. */
@Singleton
public class HistoryRepository {

    /** Those of the numbers that no row has, at most one more than a refusal names. */
    List<FailedOperation> unknown(Handle tx, List<Long> historyIds) {
        return tx.createQuery("""
                        SELECT u.id FROM unnest(CAST(:ids AS bigint[])) WITH ORDINALITY AS u (id, position)
                         WHERE NOT EXISTS (SELECT FROM job_history h WHERE h.id = u.id)
                         ORDER BY u.position LIMIT :limit
                        """)
                .bindArray("ids", Long.class, historyIds)
                .bind("limit", Refusals.NAMED_MAX + 1)
                .map((row, context) -> new FailedOperation(row.getString("id"), "Job history entry not found"))
                .list();
    }

    /** Marks the selected failures and warnings as acknowledged, with one event for each. */
    Acknowledged acknowledge(Handle tx, SqlCondition selected, JobOperation operation) {
        return tx.createQuery("""
                        WITH acknowledged AS (
                          UPDATE job_history h
                             SET status = 4
                           WHERE h.result IN (3, 4) AND h.status IN (3, 5) AND (
                        """ + selected.sql() + """
                          ) RETURNING h.agent_id, h.job_id, h.id
                        ), kept AS (
                          INSERT INTO changed_attempt (operation_id, agent_id, history_id, job_id)
                          SELECT :operationId, agent_id, id, job_id FROM acknowledged
                        ), noted AS (
                          INSERT INTO job_event (agent_id, job_id, at, event, actor, history_id)
                          SELECT agent_id, job_id, :now, 'ACKNOWLEDGED', :actor, id FROM acknowledged
                        )
                        SELECT count(*) AS rows, count(DISTINCT agent_id) AS agents FROM acknowledged
                        """)
                .bindMap(selected.bindings())
                .bind("operationId", operation.id())
                .bind("now", operation.at())
                .bind("actor", operation.actor())
                .map((row, context) -> new Acknowledged(row.getLong("rows"), row.getInt("agents")))
                .one();
    }

    /** How many rows an acknowledgement changed, and of how many agents. */
    record Acknowledged(long count, int agents) {}

    /** The selected rows that failed, not locked. */
    List<FailedAttempt> failed(Handle tx, SqlCondition selected) {
        return attempts(tx.createQuery(FAILED + "(" + selected.sql() + ") ORDER BY h.id")
                .bindMap(selected.bindings()));
    }

    /** Those of the rows that are still failed ones, locked in the order of their numbers. */
    List<FailedAttempt> lockFailed(Handle tx, List<FailedAttempt> found) {
        return attempts(tx.createQuery(FAILED + "h.id = ANY (:ids) ORDER BY h.id FOR UPDATE")
                .bindArray(
                        "ids",
                        Long.class,
                        found.stream().map(FailedAttempt::historyId).toList()));
    }

    private static final String FAILED = """
            SELECT h.agent_id, h.id, h.operation_start, h.job_id, h.kind
              FROM job_history h
             WHERE h.result = 4 AND h.status IN (3, 4) AND\s""";

    private static List<FailedAttempt> attempts(Query query) {
        return query.map((row, context) -> new FailedAttempt(
                        JobRows.uuid(row, "agent_id"),
                        row.getLong("id"),
                        JobRows.instant(row, "operation_start"),
                        JobRows.uuid(row, "job_id"),
                        JobKind.valueOf(row.getString("kind"))))
                .list();
    }

    /**
     * Puts the jobs of failed rows on the schedule once more: a one-time job under its new id, a recurring one by making
     * it due now. Rows whose jobs did the same lead to one new job. The rows become acknowledged, so that they no longer count as failures.
     *
     * @param newJobIds one for each row, in the same order; not used for recurring jobs
     */
    void reschedule(Handle tx, List<FailedAttempt> failed, List<UUID> newJobIds, JobOperation operation) {
        tx.createUpdate("""
                        WITH chosen AS (
                          SELECT h.*, first_value(c.new_job_id) OVER equal AS job_id_of_equals, c.new_job_id
                            FROM unnest(CAST(:agentIds AS uuid[]), CAST(:historyIds AS bigint[]),
                                        CAST(CAST(:starts AS text[]) AS timestamptz[]), CAST(:newJobIds AS uuid[]))
                                 AS c (agent_id, id, operation_start, new_job_id)
                            JOIN job_history h USING (agent_id, id, operation_start)
                          WINDOW equal AS (PARTITION BY h.agent_id, h.job_type_id, h.store_id, h.target, h.fields ORDER BY h.id)
                        ), added AS (
                          INSERT INTO scheduled_job
                                 (agent_id, id, kind, job_type_id, job_type, store_id, client_machine, store_path, target,
                                  schedule, requested_at, requested_by, next_run, state, priority, fields)
                          SELECT agent_id, new_job_id, kind, job_type_id, job_type, store_id, client_machine, store_path, target,
                                 NULL, :now, :actor, :now, 'SCHEDULED', priority, fields
                            FROM chosen WHERE kind <> 'CUSTOM' AND new_job_id = job_id_of_equals
                          RETURNING agent_id, id
                        ), owned AS (
                          INSERT INTO job_secret (agent_id, job_id, secret_id)
                          SELECT c.agent_id, c.new_job_id, CAST(v.value ->> 'secret' AS uuid)
                            FROM chosen c, jsonb_each(c.fields) AS v
                           WHERE c.kind <> 'CUSTOM' AND c.new_job_id = c.job_id_of_equals
                             AND jsonb_path_exists(v.value, '$.secret')
                        ), due AS (
                          UPDATE scheduled_job j SET next_run = :now, jittered_seconds = 0
                            FROM chosen c
                           WHERE c.kind = 'CUSTOM' AND j.agent_id = c.agent_id AND j.id = c.job_id
                        ), settled AS (
                          UPDATE job_history h SET status = 4
                            FROM chosen c
                           WHERE h.agent_id = c.agent_id AND h.id = c.id AND h.operation_start = c.operation_start
                        ), kept AS (
                          INSERT INTO changed_attempt (operation_id, agent_id, history_id, job_id, new_job_id)
                          SELECT :operationId, agent_id, id, job_id, CASE WHEN kind <> 'CUSTOM' THEN job_id_of_equals END
                            FROM chosen
                        )
                        INSERT INTO job_event (agent_id, job_id, at, event, actor, history_id, detail)
                        SELECT agent_id, job_id, CAST(:now AS timestamptz), CAST(:rescheduled AS text), CAST(:actor AS text), id,
                               CASE WHEN kind = 'CUSTOM' THEN NULL ELSE 'as ' || job_id_of_equals END
                          FROM chosen
                        UNION ALL
                        SELECT agent_id, id, CAST(:now AS timestamptz), CAST(:scheduled AS text), CAST(:actor AS text), NULL, NULL FROM added
                        """)
                .bindArray(
                        "agentIds",
                        UUID.class,
                        failed.stream().map(FailedAttempt::agentId).toList())
                .bindArray(
                        "historyIds",
                        Long.class,
                        failed.stream().map(FailedAttempt::historyId).toList())
                .bindArray(
                        "starts",
                        String.class,
                        failed.stream().map(f -> f.operationStart().toString()).toList())
                .bindArray("newJobIds", UUID.class, newJobIds)
                .bind("rescheduled", JobEvent.RESCHEDULED.name())
                .bind("scheduled", JobEvent.SCHEDULED.name())
                .bind("operationId", operation.id())
                .bind("now", operation.at())
                .bind("actor", operation.actor())
                .execute();
    }

    /** What names a failed row and its job. */
    record FailedAttempt(UUID agentId, long historyId, Instant operationStart, UUID jobId, JobKind kind) {}
}
