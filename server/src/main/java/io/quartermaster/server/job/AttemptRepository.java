package io.quartermaster.server.job;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Attempts in process and the history rows they write. An attempt begins with {@link #begin} and ends with {@link #end};
 * in between it has a row in {@code attempt_in_process}, whose unique indexes allow one for a job and one for a store.
 * Every method works in the caller's transaction. Safe for many threads.
 */
@Singleton
public class AttemptRepository {
    /** Characters of an agent's message in the event: the whole stands in the history. */
    static final int EVENT_MESSAGE_LENGTH_MAX = 500;

    private static final String ATTEMPT = """
            SELECT a.agent_id, a.job_id, a.history_id, a.operation_start, a.session_token, h.kind, h.job_type_id, h.job_type,
                   h.store_id, h.client_machine, h.store_path, h.retry_count, h.fields
              FROM attempt_in_process a
              JOIN job_history h ON h.agent_id = a.agent_id AND h.id = a.history_id AND h.operation_start = a.operation_start
            """;

    /**
     * Begins attempts, at most one of a job: their rows in process, their history rows, the jobs' new states and next runs,
     * the events.
     *
     * @return the history ids of those that have begun; of another one, nothing was written: an attempt on its store won the
     *     race
     */
    Set<Long> begin(Handle tx, List<Beginning> beginnings, Instant lostAfter) {
        return tx.createQuery("""
                        WITH given AS (
                          SELECT * FROM unnest(CAST(:agentIds AS uuid[]), CAST(:jobIds AS uuid[]), CAST(:historyIds AS bigint[]),
                                               CAST(CAST(:starts AS text[]) AS timestamptz[]), CAST(:storeIds AS uuid[]),
                                               CAST(:tokens AS uuid[]), CAST(CAST(:nextRuns AS text[]) AS timestamptz[]),
                                               CAST(:jittered AS integer[]))
                                   AS b (agent_id, job_id, history_id, operation_start, store_id, session_token, next_run, jittered)
                        ), begun AS (
                          INSERT INTO attempt_in_process
                                 (agent_id, job_id, history_id, operation_start, store_id, session_token, lost_after)
                          SELECT agent_id, job_id, history_id, operation_start, store_id, session_token, :lostAfter
                            FROM given ORDER BY agent_id, job_id
                          ON CONFLICT DO NOTHING
                          RETURNING history_id
                        ), advanced AS (
                          UPDATE scheduled_job j
                             SET state = 'IN_PROCESS', next_run = b.next_run, jittered_seconds = b.jittered,
                                 last_attempt_id = b.history_id, last_attempt_start = b.operation_start
                            FROM given b JOIN begun USING (history_id)
                           WHERE j.agent_id = b.agent_id AND j.id = b.job_id AND j.state = 'SCHEDULED'
                          RETURNING j.*, b.session_token
                        ), recorded AS (
                          INSERT INTO job_history
                                 (agent_id, id, operation_start, job_id, kind, job_type_id, job_type, agent_machine, store_id,
                                  client_machine, store_path, target, schedule, requested_at, requested_by, retry_count,
                                  priority, fields, result, status)
                          SELECT j.agent_id, j.last_attempt_id, j.last_attempt_start, j.id, j.kind, j.job_type_id, j.job_type,
                                 g.client_machine, j.store_id, j.client_machine, j.store_path, j.target, j.schedule,
                                 j.requested_at, j.requested_by, j.retry_count, j.priority, j.fields, 0, 2
                            FROM advanced j JOIN agent g ON g.id = j.agent_id
                        ), noted AS (
                          INSERT INTO job_event (agent_id, job_id, at, event, actor, history_id)
                          SELECT agent_id, id, last_attempt_start, :handedOut, 'session ' || session_token, last_attempt_id
                            FROM advanced
                        )
                        SELECT last_attempt_id FROM advanced
                        """)
                .bind("lostAfter", lostAfter)
                .bind("handedOut", JobEvent.HANDED_OUT.name())
                .bindArray(
                        "agentIds",
                        UUID.class,
                        each(beginnings, b -> b.attempt().agentId()))
                .bindArray(
                        "jobIds", UUID.class, each(beginnings, b -> b.attempt().jobId()))
                .bindArray(
                        "historyIds",
                        Long.class,
                        each(beginnings, b -> b.attempt().historyId()))
                .bindArray(
                        "starts",
                        String.class,
                        each(beginnings, b -> b.attempt().operationStart().toString()))
                .bindArray(
                        "storeIds",
                        UUID.class,
                        each(
                                beginnings,
                                b -> b.job().store() == null
                                        ? null
                                        : b.job().store().storeId()))
                .bindArray(
                        "tokens", UUID.class, each(beginnings, b -> b.attempt().sessionToken()))
                .bindArray(
                        "nextRuns",
                        String.class,
                        each(beginnings, b -> b.next().at().toString()))
                .bindArray(
                        "jittered",
                        Integer.class,
                        each(beginnings, b -> b.next().jitteredSeconds()))
                .mapTo(Long.class)
                .set();
    }

    private static <T> @Nullable Object[] each(List<T> all, Function<T, @Nullable Object> column) {
        return all.stream().map(column).toArray();
    }

    /** The attempt of a job in process, locked. Whoever also locks the job's own row does that before. */
    Optional<Attempt> lock(Handle tx, UUID agentId, UUID jobId) {
        return tx.createQuery(ATTEMPT + " WHERE a.agent_id = :agentId AND a.job_id = :jobId FOR UPDATE OF a")
                .bind("agentId", agentId)
                .bind("jobId", jobId)
                .map(JobRows::attempt)
                .findOne();
    }

    /** An attempt on a certificate store, in process or not. */
    record OfStore(JobKind kind, UUID storeId) {}

    /** Of which kind an attempt was, and on which store; empty for one that ran on none. */
    Optional<OfStore> ofStore(Handle tx, UUID agentId, long historyId) {
        return tx.createQuery("""
                        SELECT h.kind, h.store_id FROM job_history h
                         WHERE h.agent_id = :agentId AND h.id = :historyId AND h.store_id IS NOT NULL
                        """)
                .bind("agentId", agentId)
                .bind("historyId", historyId)
                .map((row, context) ->
                        new OfStore(JobKind.valueOf(row.getString("kind")), JobRows.uuid(row, "store_id")))
                .findOne();
    }

    /** Puts off the moment at which a silent attempt is closed as lost. */
    void extend(Handle tx, Attempt attempt, Instant lostAfter) {
        tx.createUpdate("""
                        UPDATE attempt_in_process SET lost_after = :lostAfter
                         WHERE agent_id = :agentId AND job_id = :jobId AND history_id = :historyId
                        """)
                .bind("lostAfter", lostAfter)
                .bind("agentId", attempt.agentId())
                .bind("jobId", attempt.jobId())
                .bind("historyId", attempt.historyId())
                .execute();
    }

    /**
     * As {@link #extend}, for a sign of progress of an attempt that the caller has locked: noted as an event, unless the
     * one before was noted after {@code notedBy}.
     */
    void progress(Handle tx, Attempt attempt, Instant now, Instant notedBy, Instant lostAfter) {
        tx.createUpdate("""
                        WITH before AS (
                          SELECT agent_id, job_id, history_id, coalesce(progress_at <= :notedBy, true) AS worth_noting
                            FROM attempt_in_process
                           WHERE agent_id = :agentId AND job_id = :jobId AND history_id = :historyId
                        ), alive AS (
                          UPDATE attempt_in_process a
                             SET lost_after = :lostAfter,
                                 progress_at = CASE WHEN before.worth_noting THEN :now ELSE a.progress_at END
                            FROM before
                           WHERE a.agent_id = before.agent_id AND a.job_id = before.job_id
                        )
                        INSERT INTO job_event (agent_id, job_id, at, event, actor, history_id)
                        SELECT agent_id, job_id, :now, 'PROGRESS', :actor, history_id FROM before WHERE worth_noting
                        """)
                .bind("now", now)
                .bind("notedBy", notedBy)
                .bind("lostAfter", lostAfter)
                .bind("actor", "session " + attempt.sessionToken())
                .bind("agentId", attempt.agentId())
                .bind("jobId", attempt.jobId())
                .bind("historyId", attempt.historyId())
                .execute();
    }

    /** Some attempts that have been silent for too long; not locked, since their jobs come first in the order of locks. */
    List<Attempt> silentSince(Handle tx, Instant now, int limit) {
        return tx.createQuery(ATTEMPT + " WHERE a.lost_after <= :now ORDER BY a.agent_id, a.job_id LIMIT :limit")
                .bind("now", now)
                .bind("limit", limit)
                .map(JobRows::attempt)
                .list();
    }

    /** Those of the attempts that are still silent, locked. */
    List<Attempt> lockSilent(Handle tx, List<Attempt> candidates, Instant now) {
        return tx.createQuery(ATTEMPT + """
                         WHERE a.history_id = ANY (:historyIds) AND a.agent_id = ANY (:agentIds) AND a.lost_after <= :now
                         ORDER BY a.agent_id, a.job_id
                           FOR UPDATE OF a
                        """)
                .bindArray(
                        "historyIds",
                        Long.class,
                        candidates.stream().map(Attempt::historyId).toList())
                .bindArray(
                        "agentIds",
                        UUID.class,
                        candidates.stream().map(Attempt::agentId).distinct().toList())
                .bind("now", now)
                .map(JobRows::attempt)
                .list();
    }

    /** The attempts of some jobs, locked; the rows of the jobs must be locked before. */
    List<Attempt> lockOf(Handle tx, Collection<UUID> jobIds) {
        return tx.createQuery(ATTEMPT + " WHERE a.job_id = ANY (:jobIds) ORDER BY a.agent_id, a.job_id FOR UPDATE OF a")
                .bindArray("jobIds", UUID.class, List.copyOf(jobIds))
                .map(JobRows::attempt)
                .list();
    }

    /** Everything in process of some agents, locked. */
    List<Attempt> lockAllOf(Handle tx, List<UUID> agentIds) {
        return tx.createQuery(
                        ATTEMPT + " WHERE a.agent_id = ANY (:agentIds) ORDER BY a.agent_id, a.job_id FOR UPDATE OF a")
                .bindArray("agentIds", UUID.class, agentIds)
                .map(JobRows::attempt)
                .list();
    }

    /**
     * Ends attempts: closes their history rows, puts each job back on the schedule or takes it off, and writes the
     * events. A one-time job whose outcome has a retry waits for it; without one it leaves the schedule. A recurring job
     * waits for its next run, which was set when it was handed out.
     *
     * @param event COMPLETED when the agent reported; otherwise the server closes them, and the agent said nothing
     */
    void end(Handle tx, List<AttemptOutcome> outcomes, Instant now, JobEvent event, Function<Attempt, String> actor) {
        tx.createUpdate("""
                WITH ended AS (
                  SELECT * FROM unnest(CAST(:agentIds AS uuid[]), CAST(:jobIds AS uuid[]), CAST(:historyIds AS bigint[]),
                                       CAST(CAST(:starts AS text[]) AS timestamptz[]), CAST(:results AS smallint[]),
                                       CAST(:messages AS text[]), CAST(CAST(:retryAts AS text[]) AS timestamptz[]),
                                       CAST(CAST(:skipTo AS text[]) AS timestamptz[]), CAST(:jittered AS integer[]),
                                       CAST(:skipped AS text[]), CAST(:actors AS text[]))
                           AS e (agent_id, job_id, history_id, operation_start, result, message, retry_at, skip_to, jittered,
                                 skipped, actor)
                ), removed AS (
                  DELETE FROM scheduled_job j
                   USING ended e
                   WHERE j.agent_id = e.agent_id AND j.id = e.job_id AND j.state = 'IN_PROCESS'
                     AND NOT j.recurring AND e.retry_at IS NULL
                ), waiting AS (
                  UPDATE scheduled_job j
                     SET state = 'SCHEDULED',
                         next_run = coalesce(e.retry_at, e.skip_to, j.next_run),
                         jittered_seconds = coalesce(e.jittered, j.jittered_seconds),
                         retry_count = CASE WHEN e.retry_at IS NULL THEN j.retry_count ELSE j.retry_count + 1 END
                    FROM ended e
                   WHERE j.agent_id = e.agent_id AND j.id = e.job_id AND j.state = 'IN_PROCESS'
                     AND (j.recurring OR e.retry_at IS NOT NULL)
                ), closed AS (
                  UPDATE job_history h
                     SET operation_end = :now, result = e.result, message = e.message, lost = :lost,
                         status = CASE WHEN e.retry_at IS NULL THEN 3 ELSE 5 END
                    FROM ended e
                   WHERE h.agent_id = e.agent_id AND h.id = e.history_id AND h.operation_start = e.operation_start
                     AND h.status = 2
                ), over AS (
                  DELETE FROM attempt_in_process a
                   USING ended e
                   WHERE a.agent_id = e.agent_id AND a.job_id = e.job_id AND a.history_id = e.history_id
                )
                INSERT INTO job_event (agent_id, job_id, at, event, actor, history_id, detail)
                SELECT agent_id, job_id, CAST(:now AS timestamptz), CAST(:event AS text), actor, history_id,
                       left(message, :beginning)
                  FROM ended
                UNION ALL
                SELECT agent_id, job_id, CAST(:now AS timestamptz), 'RETRY_PLANNED', actor, history_id, to_char(retry_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
                  FROM ended WHERE retry_at IS NOT NULL
                UNION ALL
                SELECT agent_id, job_id, CAST(:now AS timestamptz), 'SKIPPED', 'server', history_id, skipped
                  FROM ended WHERE skipped IS NOT NULL
                """)
                .bind("now", now)
                .bind("lost", event != JobEvent.COMPLETED)
                .bind("beginning", EVENT_MESSAGE_LENGTH_MAX)
                .bind("event", event.name())
                .bindArray(
                        "agentIds", UUID.class, each(outcomes, o -> o.attempt().agentId()))
                .bindArray("jobIds", UUID.class, each(outcomes, o -> o.attempt().jobId()))
                .bindArray(
                        "historyIds",
                        Long.class,
                        each(outcomes, o -> o.attempt().historyId()))
                .bindArray(
                        "starts",
                        String.class,
                        each(outcomes, o -> o.attempt().operationStart().toString()))
                .bindArray(
                        "results",
                        Integer.class,
                        each(outcomes, o -> o.conclusion().result().number()))
                .bindArray(
                        "messages",
                        String.class,
                        each(outcomes, o -> o.conclusion().message()))
                .bindArray(
                        "retryAts",
                        String.class,
                        each(
                                outcomes,
                                o -> o.retryAt() == null ? null : o.retryAt().toString()))
                .bindArray(
                        "skipTo",
                        String.class,
                        each(
                                outcomes,
                                o -> o.skip() == null
                                        ? null
                                        : o.skip().next().at().toString()))
                .bindArray(
                        "jittered",
                        Integer.class,
                        each(
                                outcomes,
                                o -> o.skip() == null ? null : o.skip().next().jitteredSeconds()))
                .bindArray(
                        "skipped",
                        String.class,
                        each(
                                outcomes,
                                o -> o.skip() == null
                                        ? null
                                        : "The run due at " + o.skip().due() + " was dropped; the next is at "
                                                + o.skip().next().at() + "."))
                .bindArray("actors", String.class, each(outcomes, o -> actor.apply(o.attempt())))
                .execute();
    }

    /**
     * Records a completion whose attempt is no longer in process. One that the server had closed as lost gets what the
     * agent said; it starts nothing and stops nothing. Any other is a repeat.
     */
    Late recordLate(Handle tx, UUID agentId, UUID jobId, long historyId, Conclusion conclusion, Instant now) {
        int recorded = tx.createUpdate("""
                        WITH late AS (
                          UPDATE job_history
                             SET result = :result, message = :message, operation_end = :now, lost = false,
                                 status = CASE status WHEN 5 THEN 5 WHEN 4 THEN 4 ELSE 3 END
                           WHERE agent_id = :agentId AND id = :historyId AND job_id = :jobId AND lost
                          RETURNING agent_id, job_id, id
                        )
                        INSERT INTO job_event (agent_id, job_id, at, event, actor, history_id, detail)
                        SELECT agent_id, job_id, :now, 'LATE_COMPLETION', 'agent', id, left(:message, :beginning) FROM late
                        """)
                .bind("beginning", EVENT_MESSAGE_LENGTH_MAX)
                .bind("result", conclusion.result().number())
                .bind("message", conclusion.message())
                .bind("now", now)
                .bind("agentId", agentId)
                .bind("historyId", historyId)
                .bind("jobId", jobId)
                .execute();
        if (recorded > 0) {
            return Late.RECORDED;
        }
        return tx.createQuery(
                                "SELECT EXISTS (SELECT FROM job_history WHERE agent_id = :agentId AND id = :historyId AND job_id = :jobId)")
                        .bind("agentId", agentId)
                        .bind("historyId", historyId)
                        .bind("jobId", jobId)
                        .mapTo(Boolean.class)
                        .one()
                ? Late.KNOWN
                : Late.UNKNOWN;
    }

    /** The newest attempt of a job, if it was closed as lost and the agent has not reported it since. */
    Optional<AttemptKey> newestIfLost(Handle tx, UUID agentId, UUID jobId) {
        return tx.createQuery("""
                        SELECT n.id
                          FROM (SELECT h.id, h.lost FROM job_history h
                                 WHERE h.agent_id = :agentId AND h.job_id = :jobId ORDER BY h.id DESC LIMIT 1) n
                         WHERE n.lost
                        """)
                .bind("agentId", agentId)
                .bind("jobId", jobId)
                .mapTo(Long.class)
                .findOne()
                .map(historyId -> new AttemptKey(agentId, historyId));
    }

    /** What became of a completion without an attempt in process. */
    enum Late {
        RECORDED,
        KNOWN,
        UNKNOWN
    }
}
