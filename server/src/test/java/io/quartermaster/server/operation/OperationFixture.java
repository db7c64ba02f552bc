package io.quartermaster.server.operation;

import io.quartermaster.server.job.BulkAction;
import io.quartermaster.server.job.JobFixture;
import io.quartermaster.server.job.JobOperation;
import io.quartermaster.server.job.JobSelection;
import io.quartermaster.server.security.Caller;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** {@link JobFixture} with the commands on bulk operations. */
final class OperationFixture implements AutoCloseable {
    static final Caller EVERYTHING = JobFixture.caller("/");

    final JobFixture base = new JobFixture();
    final UndoOperation undo = undo(base);

    OperationFixture() {
        base.customJobType();
    }

    static UndoOperation undo(JobFixture base) {
        return new UndoOperation(
                base.database,
                base.operationsOnRecord,
                base.operations,
                base.keptJobs,
                base.jobs,
                base.sessions,
                base.audit,
                base.ids,
                base.clock);
    }

    JobOperation unschedule(UUID... jobIds) {
        JobOperation done = base.unscheduleJobs.run(EVERYTHING, new JobSelection.ById(Arrays.asList(jobIds)));
        if (done.action() != BulkAction.UNSCHEDULE) {
            throw new AssertionError(done);
        }
        return done;
    }

    UUID restoredAs(UUID jobId) {
        return base.database.read(tx -> tx.createQuery("SELECT restored_as FROM unscheduled_job WHERE id = :id")
                .bind("id", jobId)
                .mapTo(UUID.class)
                .one());
    }

    /** All that is on the schedule, without ids: what an unschedule and its undo must leave equal. */
    List<String> schedules() {
        return base.database.read(tx -> tx.createQuery("""
                        SELECT concat_ws('|', agent_id, kind, job_type_id, job_type, store_id, client_machine, store_path, target,
                                         schedule, requested_at, requested_by, next_run, state, retry_count, last_attempt_id,
                                         last_attempt_start, priority, fields) AS row
                          FROM scheduled_job ORDER BY row
                        """).mapTo(String.class).list());
    }

    @Override
    public void close() {
        base.close();
    }
}
