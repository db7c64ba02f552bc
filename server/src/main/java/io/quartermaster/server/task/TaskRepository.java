package io.quartermaster.server.task;

import io.quartermaster.server.schedule.Schedule;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** When periodic tasks run. Every method works in the caller's transaction. Safe for many threads. */
@Singleton
public class TaskRepository {
    private static final String SELECT =
            "SELECT t.id, t.type, t.name, t.schedule, t.enabled, t.next_run, t.last_run FROM scheduled_task t ";

    /** By type. */
    List<ScheduledTask> all(Handle tx) {
        return tx.createQuery(SELECT + "ORDER BY t.type")
                .map((row, context) -> task(row))
                .list();
    }

    /** Those whose time has come, by type. */
    List<ScheduledTask> due(Handle tx, Instant now) {
        return tx.createQuery(SELECT + "WHERE t.enabled AND t.next_run <= :now ORDER BY t.type")
                .bind("now", now)
                .map((row, context) -> task(row))
                .list();
    }

    /** A task; until the transaction ends, nobody else changes when it runs, and no server begins it. */
    Optional<ScheduledTask> lock(Handle tx, int type) {
        return tx.createQuery(SELECT + "WHERE t.type = :type FOR UPDATE")
                .bind("type", type)
                .map((row, context) -> task(row))
                .findOne();
    }

    void change(Handle tx, ScheduledTask task) {
        tx.createUpdate("""
                        UPDATE scheduled_task SET schedule = :schedule, enabled = :enabled, next_run = :nextRun
                         WHERE type = :type
                        """)
                .bind("type", task.type())
                .bind("schedule", task.schedule().text())
                .bind("enabled", task.enabled())
                .bind("nextRun", task.nextRun())
                .execute();
    }

    /** Claims a run. @return false when another server has claimed it, or somebody has changed when the task runs */
    boolean begin(Handle tx, ScheduledTask due, Instant now) {
        return tx.createUpdate("""
                        UPDATE scheduled_task SET last_run = :now, next_run = :following
                         WHERE type = :type AND enabled AND next_run = :nextRun AND schedule = :schedule
                        """)
                        .bind("type", due.type())
                        .bind("now", now)
                        .bind("following", due.schedule().nextRun(due.nextRun(), now))
                        .bind("nextRun", due.nextRun())
                        .bind("schedule", due.schedule().text())
                        .execute()
                == 1;
    }

    private static ScheduledTask task(ResultSet row) throws SQLException {
        Timestamp lastRun = row.getTimestamp("last_run");
        return new ScheduledTask(
                row.getInt("id"),
                row.getInt("type"),
                row.getString("name"),
                (Schedule.Recurring) Schedule.ofText(row.getString("schedule")),
                row.getBoolean("enabled"),
                row.getTimestamp("next_run").toInstant(),
                lastRun == null ? null : lastRun.toInstant());
    }
}
