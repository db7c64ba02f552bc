package io.quartermaster.server.job;

import io.quartermaster.server.query.SqlCondition;
import io.quartermaster.server.schedule.Schedule;
import jakarta.inject.Singleton;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Reads jobs and history for lists. The rows of a page and the number of all rows are separate statements, so that the
 * first can follow an index and stop. Works in the caller's transaction. Safe for many threads.
 */
@Singleton
public class JobListRepository {

    /** One page of what is on the schedule. */
    List<ScheduledJobRow> scheduled(Handle tx, SqlCondition condition, String orderBy, long offset, int limit) {
        return tx.createQuery("""
                        SELECT j.id, j.target, j.schedule, j.next_run, j.requested_at, j.job_type,
                               (SELECT g.client_machine FROM agent g WHERE g.id = j.agent_id) AS agent_machine
                          FROM scheduled_job j
                         WHERE\s""" + JobRepository.LISTED + " AND " + condition.sql() + " ORDER BY " + orderBy
                        + " LIMIT :limit OFFSET :offset")
                .bindMap(condition.bindings())
                .bind("limit", limit)
                .bind("offset", offset)
                .map((row, context) -> new ScheduledJobRow(
                        JobRows.uuid(row, "id"),
                        row.getString("agent_machine"),
                        row.getString("target"),
                        Schedule.ofText(row.getString("schedule")),
                        JobRows.instant(row, "next_run"),
                        JobRows.instant(row, "requested_at"),
                        row.getString("job_type")))
                .list();
    }

    /** All that is on the schedule and fits. */
    long countScheduled(Handle tx, SqlCondition condition) {
        return tx.createQuery("SELECT count(*) FROM scheduled_job j WHERE " + JobRepository.LISTED + " AND "
                        + condition.sql())
                .bindMap(condition.bindings())
                .mapTo(Long.class)
                .one();
    }

    /** One page of the history. */
    List<JobHistoryRow> history(Handle tx, SqlCondition condition, String orderBy, long offset, int limit) {
        return tx.createQuery("""
                        SELECT h.id, h.agent_machine, h.job_id, h.schedule, h.job_type, h.operation_start, h.operation_end,
                               h.message, h.result, h.status, h.store_path, h.client_machine
                          FROM job_history h
                         WHERE\s""" + condition.sql() + " ORDER BY " + orderBy + " LIMIT :limit OFFSET :offset")
                .bindMap(condition.bindings())
                .bind("limit", limit)
                .bind("offset", offset)
                .map(JobRows::historyRow)
                .list();
    }

    /** All of the history that fits. */
    long countHistory(Handle tx, SqlCondition condition) {
        return tx.createQuery("SELECT count(*) FROM job_history h WHERE " + condition.sql())
                .bindMap(condition.bindings())
                .mapTo(Long.class)
                .one();
    }

    /** Whether there is an attempt with this number. */
    boolean hasAttempt(Handle tx, long historyId) {
        return tx.createQuery("SELECT EXISTS (SELECT FROM job_history WHERE id = :historyId)")
                .bind("historyId", historyId)
                .mapTo(Boolean.class)
                .one();
    }
}
