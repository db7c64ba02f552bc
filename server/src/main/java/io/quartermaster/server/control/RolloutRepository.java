package io.quartermaster.server.control;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.job.ScheduledCustomJobs.JobOfAgent;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Rows of rollouts. Works in the caller's transaction. Safe for many threads. */
@Singleton
public class RolloutRepository {
    private static final String COLUMNS = """
            SELECT r.id, r.job_type, r.state, r.wave, r.failures_max, r.failure_percent, r.stopped_because, r.started_by,
                   r.started_at, r.ended_at
              FROM rollout r
            """;

    /** @param jobs one list for each wave */
    void insert(Handle tx, Rollout rollout, List<List<JobOfAgent>> jobs) {
        tx.createUpdate("""
                        INSERT INTO rollout (id, job_type, state, wave, failures_max, failure_percent, started_by, started_at)
                        VALUES (:id, :jobType, :state, :wave, :failuresMax, :failurePercent, :startedBy, :startedAt)
                        """)
                .bind("id", rollout.id())
                .bind("jobType", rollout.jobType())
                .bind("state", rollout.state().name())
                .bind("wave", rollout.wave())
                .bind("failuresMax", rollout.failuresMax())
                .bind("failurePercent", rollout.failurePercent())
                .bind("startedBy", rollout.startedBy())
                .bind("startedAt", rollout.startedAt())
                .execute();
        List<Integer> waves = new ArrayList<>();
        List<JobOfAgent> all = new ArrayList<>();
        for (int wave = 0; wave < jobs.size(); wave++) {
            all.addAll(jobs.get(wave));
            waves.addAll(Collections.nCopies(jobs.get(wave).size(), wave + 1));
        }
        tx.createUpdate("""
                        WITH chosen AS (
                          SELECT * FROM unnest(CAST(:agentIds AS uuid[]), CAST(:jobIds AS uuid[]), CAST(:waves AS smallint[]))
                                   AS c (agent_id, job_id, wave)
                        ), sized AS (
                          INSERT INTO rollout_wave (rollout_id, wave, jobs) SELECT :id, wave, count(*) FROM chosen GROUP BY wave
                        ), held AS (
                          UPDATE scheduled_job j SET rollout_id = :id, wave = c.wave
                            FROM chosen c WHERE j.agent_id = c.agent_id AND j.id = c.job_id
                        )
                        INSERT INTO rollout_job (rollout_id, agent_id, job_id, wave) SELECT :id, agent_id, job_id, wave FROM chosen
                        """)
                .bind("id", rollout.id())
                .bindArray(
                        "agentIds",
                        UUID.class,
                        all.stream().map(JobOfAgent::agentId).toList())
                .bindArray(
                        "jobIds",
                        UUID.class,
                        all.stream().map(JobOfAgent::jobId).toList())
                .bindArray("waves", Integer.class, waves)
                .execute();
    }

    /** @throws CommandException NOT_FOUND */
    Rollout existing(Handle tx, UUID id) {
        return find(tx, id)
                .orElseThrow(() -> new CommandException(ErrorKind.NOT_FOUND, "There is no rollout " + id + "."));
    }

    private Optional<Rollout> find(Handle tx, UUID id) {
        return withWaves(
                        tx,
                        tx.createQuery(COLUMNS + " WHERE r.id = :id")
                                .bind("id", id)
                                .map((row, context) -> rollout(row))
                                .list())
                .stream()
                .findFirst();
    }

    /** Latest first. */
    List<Rollout> latest(Handle tx, int limit) {
        return withWaves(
                tx,
                tx.createQuery(COLUMNS + " ORDER BY r.started_at DESC, r.id DESC LIMIT :limit")
                        .bind("limit", limit)
                        .map((row, context) -> rollout(row))
                        .list());
    }

    /** @return false when it is not in the state from which this leads on */
    boolean stop(Handle tx, UUID id, String because) {
        return tx.createUpdate("""
                        UPDATE rollout SET state = 'STOPPED', stopped_because = :because WHERE id = :id AND state = 'RUNNING'
                        """).bind("id", id).bind("because", because).execute() == 1;
    }

    /** Forgets the failures so far. @return as {@link #stop} */
    boolean resume(Handle tx, UUID id) {
        return tx.createUpdate("""
                        UPDATE rollout SET state = 'RUNNING', stopped_because = NULL,
                               forgiven = (SELECT coalesce(sum(failed), 0) FROM rollout_wave w WHERE w.rollout_id = rollout.id)
                         WHERE id = :id AND state = 'STOPPED'
                        """).bind("id", id).execute() == 1;
    }

    private static List<Rollout> withWaves(Handle tx, List<Rollout> rollouts) {
        Map<UUID, List<Rollout.Wave>> waves = new HashMap<>();
        tx.createQuery("""
                        SELECT rollout_id, wave, jobs, ended, failed FROM rollout_wave
                         WHERE rollout_id = ANY (:ids) ORDER BY rollout_id, wave
                        """)
                .bindArray("ids", UUID.class, rollouts.stream().map(Rollout::id).toList())
                .map((row, context) -> Map.entry(
                        row.getObject("rollout_id", UUID.class),
                        new Rollout.Wave(
                                row.getInt("wave"), row.getLong("jobs"), row.getLong("ended"), row.getLong("failed"))))
                .forEach(entry -> waves.computeIfAbsent(entry.getKey(), id -> new ArrayList<>())
                        .add(entry.getValue()));
        return rollouts.stream()
                .map(rollout -> new Rollout(
                        rollout.id(),
                        rollout.jobType(),
                        rollout.state(),
                        rollout.wave(),
                        rollout.failuresMax(),
                        rollout.failurePercent(),
                        rollout.stoppedBecause(),
                        rollout.startedBy(),
                        rollout.startedAt(),
                        rollout.endedAt(),
                        waves.getOrDefault(rollout.id(), List.of())))
                .toList();
    }

    private static Rollout rollout(ResultSet row) throws SQLException {
        OffsetDateTime endedAt = row.getObject("ended_at", OffsetDateTime.class);
        return new Rollout(
                row.getObject("id", UUID.class),
                row.getString("job_type"),
                Rollout.State.valueOf(row.getString("state")),
                row.getInt("wave"),
                row.getObject("failures_max", Integer.class),
                row.getObject("failure_percent", Integer.class),
                row.getString("stopped_because"),
                row.getString("started_by"),
                row.getObject("started_at", OffsetDateTime.class).toInstant(),
                endedAt == null ? null : endedAt.toInstant(),
                List.of());
    }
}
