package io.quartermaster.benchmarks;

import io.quartermaster.server.db.Database;
import java.util.Map;

/**
 * The limit of every unschedule: one statement that removes the same rows and writes the same ones (what an undo needs, events,
 * versions of job lists), without permission, refusals and audit.
 */
final class RawUnschedule {
    private RawUnschedule() {}

    /** @param where on {@code scheduled_job}, with the parameters bound */
    static void run(Database database, String where, Map<String, ?> parameters) {
        database.runInTransaction(
                tx -> tx.createUpdate("""
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
                          SELECT CAST('00000000-0000-0000-0000-000000000001' AS uuid), * FROM removed
                        ), noted AS (
                          INSERT INTO job_event (agent_id, job_id, at, event, actor, kind, job_type, store_id)
                          SELECT agent_id, id, now(), 'UNSCHEDULED', 'bench', kind, job_type, store_id FROM removed
                        )
                        UPDATE agent_job_list SET version = version + 1
                         WHERE agent_id IN (SELECT agent_id FROM removed)
                        """.formatted(where)).bindMap(parameters).execute());
    }
}
