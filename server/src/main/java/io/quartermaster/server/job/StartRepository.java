package io.quartermaster.server.job;

import io.quartermaster.server.agent.AgentStatus;
import io.quartermaster.server.setting.AgentSettings;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Puts the {@link StartJudges} to the database. Every method works in the caller's transaction. Safe for many threads. */
@Singleton
public class StartRepository {
    /** An agent that was silent for so long is not expected to come; longer where heartbeats are rarer. */
    static final Duration SILENT_AFTER_MIN = Duration.ofHours(1);

    /** Missed heartbeats of a silent agent. */
    private static final int HEARTBEATS_MISSED = 3;

    /** The number of the attempt that may begin, or one below zero that tells the judge: -1 the first. */
    private static final String VERDICT = IntStream.range(0, StartJudges.AT_HAND_OUT.size())
            .mapToObj(index -> "WHEN " + StartJudges.AT_HAND_OUT.get(index).blocksWhen() + " THEN -" + (index + 1))
            .collect(Collectors.joining(" ", "CASE ", " ELSE nextval('job_history_id') END"));

    private static final String FOUND_BY_ALL = StartJudges.ALL.stream()
            .map(judge -> StartJudges.parenthesized(judge) + " AS " + judge.obstacle())
            .collect(Collectors.joining(", "));

    private static final String FACTS =
            "SELECT " + JobRepository.COLUMNS + ", " + FOUND_BY_ALL + """
            , g.client_machine AS agent_machine, g.status AS agent_status, p.last_seen,
              own.history_id, own.operation_start,
              busy.job_id AS busy_id, busy.job_type AS busy_type, busy.operation_start AS busy_start,
              ahead.id AS ahead_id, ahead.job_type AS ahead_type, ahead.next_run AS ahead_due
              FROM scheduled_job j
              LEFT JOIN agent g ON g.id = j.agent_id
              LEFT JOIN agent_presence p ON p.agent_id = j.agent_id
              LEFT JOIN attempt_in_process own ON own.agent_id = j.agent_id AND own.job_id = j.id
              LEFT JOIN LATERAL (SELECT a.job_id, h.job_type, a.operation_start
                                   FROM attempt_in_process a
                                   JOIN job_history h ON h.agent_id = a.agent_id AND h.id = a.history_id
                                                     AND h.operation_start = a.operation_start
                                  WHERE a.store_id = j.store_id AND a.job_id <> j.id) busy ON true
              LEFT JOIN LATERAL (SELECT e.id, e.job_type, e.next_run FROM scheduled_job e
                                  WHERE\s""" + StartJudges.COMES_BEFORE + """
                                  ORDER BY e.next_run, e.id LIMIT 1) ahead ON true
             WHERE j.id = ANY (:jobIds)
            """;

    private static final String NEVER = StartJudges.ALL.stream()
            .filter(StartJudge::never)
            .map(StartJudges::parenthesized)
            .collect(Collectors.joining(" OR ", "(", ")"));

    private final AgentSettings settings;

    public StartRepository(AgentSettings settings) {
        this.settings = settings;
    }

    /**
     * Whether a job, which the caller has locked, may start now. It reads after the lock, so it sees whatever was
     * committed while the lock was waited for.
     *
     * @param dueBy a job whose next run is not after this counts as due
     */
    StartVerdict judge(Handle tx, ScheduledJob job, Instant dueBy) {
        long verdict = tx.createQuery(
                        "SELECT " + VERDICT + " FROM scheduled_job j WHERE j.agent_id = :agentId AND j.id = :jobId")
                .bind("agentId", job.agentId())
                .bind("jobId", job.jobId())
                .bind("dueBy", dueBy)
                .mapTo(Long.class)
                .one();
        return verdict > 0
                ? new StartVerdict.Free(verdict)
                : new StartVerdict.Blocked(StartJudges.AT_HAND_OUT.get((int) -verdict - 1));
    }

    /**
     * All that decides whether jobs may start, and what each judge says about them.
     *
     * @param jobIds of one type; those that are not on the schedule are left out
     * @param capabilities of these names, in any case, their agents need one
     */
    List<StartFacts> facts(Handle tx, Collection<UUID> jobIds, List<String> capabilities, Instant dueBy, Instant now) {
        return tx.createQuery(FACTS)
                .bindArray("jobIds", UUID.class, List.copyOf(jobIds))
                .bind("dueBy", dueBy)
                .bind("heardAfter", now.minus(silentAfter()))
                .bindArray("capabilities", String.class, folded(capabilities))
                .map((row, context) -> new StartFacts(
                        JobRows.scheduledJob(row, context),
                        agent(row),
                        capabilities,
                        running(row),
                        other(row, "busy_id", "busy_type", "busy_start"),
                        other(row, "ahead_id", "ahead_type", "ahead_due"),
                        obstacles(row),
                        now))
                .list();
    }

    /** Those of the jobs, all of one type, that can never run as things are. */
    List<UUID> neverRunning(Handle tx, Collection<UUID> jobIds, List<String> capabilities) {
        return tx.createQuery("SELECT j.id FROM scheduled_job j WHERE j.id = ANY (:jobIds) AND " + NEVER)
                .bindArray("jobIds", UUID.class, List.copyOf(jobIds))
                .bindArray("capabilities", String.class, folded(capabilities))
                .mapTo(UUID.class)
                .list();
    }

    private static List<String> folded(List<String> capabilities) {
        return capabilities.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    }

    private Duration silentAfter() {
        Duration missed = settings.heartbeat().multipliedBy(HEARTBEATS_MISSED);
        return missed.compareTo(SILENT_AFTER_MIN) > 0 ? missed : SILENT_AFTER_MIN;
    }

    private static StartFacts.@Nullable AgentFacts agent(ResultSet row) throws SQLException {
        String machine = row.getString("agent_machine");
        return machine == null
                ? null
                : new StartFacts.AgentFacts(
                        machine,
                        AgentStatus.withNumber(row.getInt("agent_status")),
                        JobRows.instantOrNull(row, "last_seen"));
    }

    private static StartFacts.@Nullable RunningAttempt running(ResultSet row) throws SQLException {
        Instant start = JobRows.instantOrNull(row, "operation_start");
        return start == null ? null : new StartFacts.RunningAttempt(row.getLong("history_id"), start);
    }

    private static StartFacts.@Nullable OtherJob other(ResultSet row, String id, String type, String at)
            throws SQLException {
        UUID jobId = row.getObject(id, UUID.class);
        return jobId == null ? null : new StartFacts.OtherJob(jobId, row.getString(type), JobRows.instant(row, at));
    }

    private static Set<Obstacle> obstacles(ResultSet row) throws SQLException {
        Set<Obstacle> found = EnumSet.noneOf(Obstacle.class);
        for (Obstacle obstacle : Obstacle.values()) {
            if (row.getBoolean(obstacle.name())) {
                found.add(obstacle);
            }
        }
        return found;
    }
}
