package io.quartermaster.benchmarks;

import io.quartermaster.server.db.Database;
import java.util.Map;
import java.util.UUID;

/**
 * The limit of every unschedule: one statement that removes the same rows and writes the same ones (what an undo needs, events,
 * versions of job lists, the operation and its audit entry), without permission and refusals.
 */
final class RawUnschedule {
    private RawUnschedule() {}

    /** @param where on {@code scheduled_job}, with the parameters bound */
    static void run(Database database, String where, Map<String, ?> parameters) {
        database.runInTransaction(tx -> tx.createUpdate("""
                        WITH removed AS (
                          DELETE FROM scheduled_job
                           WHERE %s AND (state = 'SCHEDULED' OR recurring)
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
                          SELECT CAST(:operationId AS uuid), * FROM removed
                        ), noted AS (
                          INSERT INTO job_event (agent_id, job_id, at, event, actor, kind, job_type, store_id)
                          SELECT agent_id, id, now(), 'UNSCHEDULED', 'bench', kind, job_type, store_id FROM removed
                        ), recorded AS (
                          INSERT INTO job_operation (id, action, at, actor, selection, jobs, agents, jobs_kept_until)
                          SELECT CAST(:operationId AS uuid), 'UNSCHEDULE', now(), 'bench', 'raw', count(*),
                                 count(DISTINCT agent_id), now() + interval '7 days' FROM removed
                        ), audited AS (
                          INSERT INTO audit_entry (at, category, operation, level, actor, entity_type, audit_identifier,
                                                   immutable_identifier, message)
                          SELECT now(), 3007, 3, 0, 'bench', 'Job', 'Unschedule', count(*) || ' jobs', '<raw/>' FROM removed
                        ), changed AS (
                          UPDATE agent_job_list SET version = version + 1
                           WHERE agent_id IN (SELECT agent_id FROM removed) RETURNING agent_id
                        )
                        INSERT INTO session_change (agent_id) SELECT agent_id FROM changed
                        """.formatted(where))
                .bindMap(parameters)
                .bind("operationId", UUID.randomUUID())
                .execute());
    }
}
