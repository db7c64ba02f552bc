package io.quartermaster.benchmarks;

import io.quartermaster.server.db.Database;
import java.util.UUID;

/** The limit: one statement with {@code = ANY} that removes the same rows and writes the same ones. */
final class RawCanceller implements Canceller {
    private final OurJobs jobs;
    private final Database database;

    RawCanceller(OurJobs jobs, Database database) {
        this.jobs = jobs;
        this.database = database;
    }

    @Override
    public String title() {
        return "one raw SQL statement";
    }

    @Override
    public void fill(int count) {
        jobs.fill(count);
    }

    @Override
    public void cancel() {
        database.runInTransaction(tx ->
                tx.createUpdate("""
                        WITH removed AS (
                          DELETE FROM scheduled_job WHERE id = ANY (:ids) AND (state = 'SCHEDULED' OR recurring)
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
                        """).bindArray("ids", UUID.class, jobs.ids()).execute());
    }

    @Override
    public long left() {
        return jobs.left();
    }
}
