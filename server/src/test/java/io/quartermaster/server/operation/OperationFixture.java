package io.quartermaster.server.operation;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.job.BulkAction;
import io.quartermaster.server.job.BulkSelection;
import io.quartermaster.server.job.JobFixture;
import io.quartermaster.server.job.JobOperation;
import io.quartermaster.server.job.JobSelection;
import io.quartermaster.server.security.Caller;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** {@link JobFixture} with the commands on bulk operations. */
final class OperationFixture implements AutoCloseable {
    static final Caller EVERYTHING = JobFixture.caller("/");

    final JobFixture base = new JobFixture();
    final UndoOperation undo = undo(base);
    final PlanRepository plans = new PlanRepository();
    final CreatePlan createPlan = new CreatePlan(base.database, plans, base.audit, base.ids, base.clock);
    final GetPlan getPlan = new GetPlan(base.database, plans);
    final ListPlanJobs listPlanJobs = new ListPlanJobs(base.database, plans);
    final PurgePlans purgePlans = new PurgePlans(base.database, plans, base.clock);
    final ApplyPlan applyPlan = new ApplyPlan(
            base.database,
            plans,
            base.operationsOnRecord,
            base.unscheduleJobs,
            base.rescheduleJobs,
            base.acknowledgeJobs,
            base.clock);

    OperationFixture() {
        base.customJobType();
    }

    static UndoOperation undo(JobFixture base) {
        return undo(base, base.database);
    }

    static UndoOperation undo(JobFixture base, Database database) {
        return new UndoOperation(
                database,
                base.operationsOnRecord,
                base.operations,
                base.keptJobs,
                base.jobs,
                base.sessions,
                base.audit,
                base.ids,
                base.clock);
    }

    PlanSummary plan(Caller caller, BulkAction action, BulkSelection selection) {
        return createPlan.run(caller, new PlanOrder(action, selection, "spring cleaning"));
    }

    PlanSummary planUnschedule(String query) {
        return plan(EVERYTHING, BulkAction.UNSCHEDULE, new JobSelection.ByQuery(query));
    }

    JobOperation apply(PlanSummary plan, ApplyMode mode) {
        return applyPlan.run(EVERYTHING, plan.plan().id(), mode, null);
    }

    /** The jobs, or the rows of the history, that an operation changed. */
    Set<String> changedBy(JobOperation operation) {
        return base.database.read(tx -> changedBy(tx, operation));
    }

    static Set<String> changedBy(Handle tx, JobOperation operation) {
        return tx.createQuery("""
                        SELECT CAST(id AS text) FROM unscheduled_job WHERE operation_id = :id
                        UNION ALL SELECT CAST(history_id AS text) FROM changed_attempt WHERE operation_id = :id
                        """)
                .bind("id", operation.id())
                .mapTo(String.class)
                .set();
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
                                         last_attempt_start, priority, fields, overlap, jitter_seconds, jittered_seconds, rollout_id,
                                         wave) AS row
                          FROM scheduled_job ORDER BY row
                        """).mapTo(String.class).list());
    }

    @Override
    public void close() {
        base.close();
    }
}
