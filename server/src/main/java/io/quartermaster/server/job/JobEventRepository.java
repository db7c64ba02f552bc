package io.quartermaster.server.job;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** What happened to single jobs. Works in the caller's transaction. Safe for many threads. */
@Singleton
public class JobEventRepository {
    /** The agent that has or had a job: the key of its events. Also finds jobs that are long gone, or never ran. */
    Optional<UUID> agentOf(Handle tx, UUID jobId) {
        return tx.createQuery("""
                        SELECT agent_id FROM scheduled_job WHERE id = :jobId
                        UNION ALL (SELECT agent_id FROM job_history WHERE job_id = :jobId LIMIT 1)
                        UNION ALL (SELECT agent_id FROM job_event WHERE job_id = :jobId LIMIT 1)
                        LIMIT 1
                        """).bind("jobId", jobId).mapTo(UUID.class).findOne();
    }

    /** The events of a job after one of them, in the order in which they happened. */
    List<JobTimeline.Entry> of(Handle tx, UUID agentId, UUID jobId, long after, int limit) {
        return tx.createQuery("""
                        SELECT e.id, e.at, e.event, e.actor, e.history_id, h.retry_count, h.result,
                               CASE WHEN e.event IN ('COMPLETED', 'LATE_COMPLETION') THEN coalesce(h.message, e.detail)
                                    ELSE e.detail END AS detail
                          FROM job_event e
                          LEFT JOIN job_history h ON h.agent_id = e.agent_id AND h.id = e.history_id
                         WHERE e.agent_id = :agentId AND e.job_id = :jobId AND e.id > :after
                         ORDER BY e.id LIMIT :limit
                        """)
                .bind("agentId", agentId)
                .bind("jobId", jobId)
                .bind("after", after)
                .bind("limit", limit)
                .map((row, context) -> entry(row))
                .list();
    }

    private static JobTimeline.Entry entry(ResultSet row) throws SQLException {
        JobEvent event = JobEvent.valueOf(row.getString("event"));
        return new JobTimeline.Entry(
                row.getLong("id"),
                JobRows.instant(row, "at"),
                event,
                row.getString("actor"),
                row.getObject("history_id", Long.class),
                row.getObject("retry_count", Integer.class),
                event == JobEvent.COMPLETED || event == JobEvent.LATE_COMPLETION
                        ? row.getObject("result", Integer.class)
                        : null,
                row.getString("detail"));
    }

    /** Writes one event for each job, each with its own text. */
    void note(Handle tx, JobEvent event, List<Noted> noted, Instant now, String actor) {
        tx.createUpdate("""
                        INSERT INTO job_event (agent_id, job_id, at, event, actor, detail)
                        SELECT agent_id, job_id, :now, :event, :actor, detail
                          FROM unnest(CAST(:agentIds AS uuid[]), CAST(:jobIds AS uuid[]), CAST(:details AS text[]))
                               AS n (agent_id, job_id, detail)
                        """)
                .bindArray(
                        "agentIds",
                        UUID.class,
                        noted.stream().map(Noted::agentId).toList())
                .bindArray(
                        "jobIds", UUID.class, noted.stream().map(Noted::jobId).toList())
                .bindArray(
                        "details",
                        String.class,
                        noted.stream().map(Noted::detail).toList())
                .bind("now", now)
                .bind("event", event.name())
                .bind("actor", actor)
                .execute();
    }

    /** Writes one event for each of some attempts, each with its own text, by the attempt's id. What is not kept is passed over. */
    public void noteOfAttempts(Handle tx, JobEvent event, Map<Long, String> details, Instant now, String actor) {
        tx.createUpdate("""
                        INSERT INTO job_event (agent_id, job_id, at, event, actor, history_id, detail)
                        SELECT h.agent_id, h.job_id, :now, :event, :actor, h.id, n.detail
                          FROM unnest(CAST(:historyIds AS bigint[]), CAST(:details AS text[])) AS n (history_id, detail)
                          JOIN job_history h ON h.id = n.history_id
                        """)
                .bindArray("historyIds", Long.class, details.keySet())
                .bindArray("details", String.class, details.values())
                .bind("now", now)
                .bind("event", event.name())
                .bind("actor", actor)
                .execute();
    }

    /** What is to be written about a job. */
    record Noted(UUID agentId, UUID jobId, String detail) {}
}
