package io.quartermaster.server.job;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The bulk operations on record. Works in the caller's transaction. Safe for many threads. */
@Singleton
public class JobOperationRepository {
    private static final UUID LAST = new UUID(-1, -1);
    private static final String SELECT = """
            SELECT o.id, o.action, o.at, o.actor, o.reason, o.selection, o.jobs, o.agents, o.plan_id, o.undo_of, o.undone_by,
                   o.jobs_kept_until
              FROM job_operation o
            """;

    void insert(Handle tx, JobOperation operation) {
        tx.createUpdate("""
                        INSERT INTO job_operation
                               (id, action, at, actor, reason, selection, jobs, agents, plan_id, undo_of, jobs_kept_until)
                        VALUES (:id, :action, :at, :actor, :reason, :selection, :jobs, :agents, :planId, :undoOf, :keptUntil)
                        """)
                .bind("id", operation.id())
                .bind("action", operation.action().name())
                .bind("at", operation.at())
                .bind("actor", operation.actor())
                .bind("reason", operation.reason())
                .bind("selection", operation.selection())
                .bind("jobs", operation.jobs())
                .bind("agents", operation.agents())
                .bind("planId", operation.planId())
                .bind("undoOf", operation.undoOf())
                .bind("keptUntil", operation.jobsKeptUntil())
                .execute();
    }

    /** One operation, locked: it is undone once, and its jobs are not forgotten meanwhile. */
    public Optional<JobOperation> lock(Handle tx, UUID id) {
        return tx.createQuery(SELECT + " WHERE o.id = :id FOR UPDATE")
                .bind("id", id)
                .map(JobOperationRepository::operation)
                .findOne();
    }

    /** Notes on an unschedule that it was taken back. */
    public void noteUndone(Handle tx, UUID unscheduleId, UUID undoId) {
        tx.createUpdate("UPDATE job_operation SET undone_by = :undoId WHERE id = :id AND undone_by IS NULL")
                .bind("undoId", undoId)
                .bind("id", unscheduleId)
                .execute();
    }

    /** One operation. */
    public Optional<JobOperation> find(Handle tx, UUID id) {
        return tx.createQuery(SELECT + " WHERE o.id = :id")
                .bind("id", id)
                .map(JobOperationRepository::operation)
                .findOne();
    }

    /**
     * Newest first: their ids sort by the time they were made.
     *
     * @param after of the last one read before; null for the first page
     */
    public List<JobOperation> list(Handle tx, @Nullable UUID after, int limit) {
        return tx.createQuery(SELECT + " WHERE o.id < :after ORDER BY o.id DESC LIMIT :limit")
                .bind("after", after == null ? LAST : after)
                .bind("limit", limit)
                .map(JobOperationRepository::operation)
                .list();
    }

    private static JobOperation operation(ResultSet row, StatementContext context) throws SQLException {
        return new JobOperation(
                JobRows.uuid(row, "id"),
                BulkAction.valueOf(row.getString("action")),
                JobRows.instant(row, "at"),
                row.getString("actor"),
                row.getString("reason"),
                row.getString("selection"),
                row.getLong("jobs"),
                row.getInt("agents"),
                row.getObject("plan_id", UUID.class),
                row.getObject("undo_of", UUID.class),
                row.getObject("undone_by", UUID.class),
                JobRows.instant(row, "jobs_kept_until"));
    }
}
