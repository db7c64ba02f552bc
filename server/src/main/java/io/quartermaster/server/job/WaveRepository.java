package io.quartermaster.server.job;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** How far rollouts are. Works in the caller's transaction. Safe for many threads. */
@Singleton
public class WaveRepository {
    /** Jobs that left the schedule without an end that was noted, settled by one transaction. */
    private static final int SETTLED_AT_ONCE_MAX = 10_000;

    /**
     * A rollout, as far as its progress depends on it.
     *
     * @param failuresMax so many failures stop it; null where {@code failurePercent} of the jobs that were let go do
     * @param forgiven failures from before it was resumed
     */
    record Progress(
            UUID rolloutId,
            boolean running,
            int wave,
            @Nullable Integer failuresMax,
            @Nullable Integer failurePercent,
            int forgiven) {}

    /** @param failed of those that ended */
    record Wave(int number, long jobs, long ended, long failed) {
        boolean isOver() {
            return ended >= jobs;
        }
    }

    /** A job of a rollout that will not run any more. */
    record Ended(UUID rolloutId, UUID jobId, boolean failed) {}

    /** Those that are not over, locked in the order of their ids. */
    List<Progress> lock(Handle tx, Collection<UUID> rolloutIds) {
        return tx.createQuery("""
                        SELECT id, state, wave, failures_max, failure_percent, forgiven FROM rollout
                         WHERE id = ANY (:ids) AND state <> 'COMPLETED' ORDER BY id FOR UPDATE
                        """)
                .bindArray("ids", UUID.class, List.copyOf(rolloutIds))
                .map((row, context) -> new Progress(
                        JobRows.uuid(row, "id"),
                        row.getString("state").equals("RUNNING"),
                        row.getInt("wave"),
                        row.getObject("failures_max", Integer.class),
                        row.getObject("failure_percent", Integer.class),
                        row.getInt("forgiven")))
                .list();
    }

    /** Jobs of rollouts that were taken off the schedule, or whose attempt ended after they were. */
    List<Ended> gone(Handle tx) {
        return tx.createQuery("""
                        SELECT rj.rollout_id, rj.job_id,
                               coalesce((SELECT h.result = 4 FROM job_history h WHERE h.job_id = rj.job_id
                                          ORDER BY h.id DESC LIMIT 1), false) AS failed
                          FROM rollout r
                          JOIN rollout_job rj ON rj.rollout_id = r.id AND rj.outcome IS NULL
                         WHERE r.state <> 'COMPLETED'
                           AND NOT EXISTS (SELECT FROM scheduled_job j WHERE j.agent_id = rj.agent_id AND j.id = rj.job_id)
                           AND NOT EXISTS (SELECT FROM attempt_in_process a WHERE a.agent_id = rj.agent_id AND a.job_id = rj.job_id)
                         ORDER BY rj.rollout_id, rj.job_id LIMIT :limit
                        """)
                .bind("limit", SETTLED_AT_ONCE_MAX)
                .map((row, context) -> new Ended(
                        JobRows.uuid(row, "rollout_id"), JobRows.uuid(row, "job_id"), row.getBoolean("failed")))
                .list();
    }

    /** Counts ended jobs in their waves, each once; their rollouts must be locked. */
    void settle(Handle tx, List<Ended> ended) {
        tx.createUpdate("""
                        WITH ended AS (
                          SELECT * FROM unnest(CAST(:rolloutIds AS uuid[]), CAST(:jobIds AS uuid[]), CAST(:failed AS boolean[]))
                                   AS e (rollout_id, job_id, failed)
                        ), settled AS (
                          UPDATE rollout_job rj SET outcome = CASE WHEN e.failed THEN 'FAILED' ELSE 'ENDED' END
                            FROM ended e
                           WHERE rj.rollout_id = e.rollout_id AND rj.job_id = e.job_id AND rj.outcome IS NULL
                          RETURNING rj.rollout_id, rj.wave, e.failed
                        ), counted AS (
                          SELECT rollout_id, wave, count(*) AS ended, count(*) FILTER (WHERE failed) AS failed
                            FROM settled GROUP BY rollout_id, wave
                        )
                        UPDATE rollout_wave w SET ended = w.ended + c.ended, failed = w.failed + c.failed
                          FROM counted c WHERE w.rollout_id = c.rollout_id AND w.wave = c.wave
                        """)
                .bindArray(
                        "rolloutIds",
                        UUID.class,
                        ended.stream().map(Ended::rolloutId).toList())
                .bindArray(
                        "jobIds", UUID.class, ended.stream().map(Ended::jobId).toList())
                .bindArray(
                        "failed",
                        Boolean.class,
                        ended.stream().map(Ended::failed).toList())
                .execute();
    }

    /** In their order. */
    List<Wave> waves(Handle tx, UUID rolloutId) {
        return tx.createQuery(
                        "SELECT wave, jobs, ended, failed FROM rollout_wave WHERE rollout_id = :rolloutId ORDER BY wave")
                .bind("rolloutId", rolloutId)
                .map((row, context) ->
                        new Wave(row.getInt("wave"), row.getLong("jobs"), row.getLong("ended"), row.getLong("failed")))
                .list();
    }

    /** Lets a wave go, with an event for each of its jobs. */
    void open(Handle tx, UUID rolloutId, int wave, Instant now) {
        tx.createUpdate("""
                        WITH opened AS (UPDATE rollout SET wave = :wave WHERE id = :rolloutId RETURNING id)
                        INSERT INTO job_event (agent_id, job_id, at, event, actor, detail)
                        SELECT rj.agent_id, rj.job_id, :now, 'RELEASED', 'server', 'Wave ' || :wave
                          FROM opened JOIN rollout_job rj ON rj.rollout_id = opened.id
                         WHERE rj.wave = :wave AND rj.outcome IS NULL
                        """)
                .bind("rolloutId", rolloutId)
                .bind("wave", wave)
                .bind("now", now)
                .execute();
    }

    void stop(Handle tx, UUID rolloutId, String because) {
        tx.createUpdate("UPDATE rollout SET state = 'STOPPED', stopped_because = :because WHERE id = :rolloutId")
                .bind("rolloutId", rolloutId)
                .bind("because", because)
                .execute();
    }

    void complete(Handle tx, UUID rolloutId, Instant now) {
        tx.createUpdate("UPDATE rollout SET state = 'COMPLETED', ended_at = :now WHERE id = :rolloutId")
                .bind("rolloutId", rolloutId)
                .bind("now", now)
                .execute();
    }
}
