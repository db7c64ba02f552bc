package io.quartermaster.server.job;

import io.quartermaster.server.agent.AgentStatus;
import io.quartermaster.server.query.SqlCondition;
import io.quartermaster.server.setting.AgentSettings;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
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

    private static final String QUERY_PAUSES = "job_pause p WHERE p.query IS NOT NULL AND " + Controls.PAUSE_IN_FORCE;

    /**
     * The number of the attempt that may begin, or one below zero that tells the judge, -1 the first, or zero when there
     * are pauses by query, which have to be put to the database one by one.
     */
    private static final String VERDICT = IntStream.range(0, StartJudges.AT_HAND_OUT.size())
            .mapToObj(index -> "WHEN " + StartJudges.AT_HAND_OUT.get(index).blocksWhen() + " THEN -" + (index + 1))
            .collect(Collectors.joining(
                    " ",
                    "CASE WHEN NOT :queriesAsked AND EXISTS (SELECT FROM " + QUERY_PAUSES + ") THEN 0 ",
                    " ELSE nextval('job_history_id') END"));

    private static final String CAPS =
            "ARRAY(SELECT c.id FROM job_cap c WHERE " + Controls.CAP_COVERS + " ORDER BY c.id)";

    private static final String FOUND_BY_ALL = StartJudges.ALL.stream()
            .map(judge -> StartJudges.parenthesized(judge) + " AS " + judge.obstacle())
            .collect(Collectors.joining(", "));

    private static final String FACTS =
            "SELECT " + JobRepository.COLUMNS + ", " + FOUND_BY_ALL + """
            , g.client_machine AS agent_machine, g.status AS agent_status, p.last_seen,
              own.history_id, own.operation_start,
              busy.job_id AS busy_id, busy.job_type AS busy_type, busy.operation_start AS busy_start,
              ahead.id AS ahead_id, ahead.job_type AS ahead_type, ahead.next_run AS ahead_due,
              quiet.from_minute, quiet.to_minute, quiet.zone, quiet.reason AS quiet_reason,
              pause.reason AS pause_reason, pause.paused_by, pause.since, pause.until,
              r.state AS rollout_state, r.wave AS rollout_wave, j.wave,
              cap.scope, cap.running_max
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
              LEFT JOIN LATERAL (SELECT q.* FROM quiet_hours q WHERE j.store_id IS NOT NULL AND\s"""
                    + Controls.QUIET_HOURS_COVER + " AND " + Controls.quietAt(":now") + """
                                  ORDER BY q.id LIMIT 1) quiet ON true
              LEFT JOIN LATERAL (SELECT p.* FROM job_pause p WHERE\s""" + Controls.PAUSE_IN_FORCE
                    + " AND " + Controls.PAUSE_HOLDS + """
                                  ORDER BY p.until DESC NULLS FIRST, p.id LIMIT 1) pause ON true
              LEFT JOIN rollout r ON r.id = j.rollout_id
              LEFT JOIN LATERAL (SELECT c.scope, c.running_max FROM job_cap c WHERE\s""" + Controls.CAP_COVERS + " AND " + Controls.CAP_FULL + """
                                  ORDER BY c.id LIMIT 1) cap ON true
             WHERE j.id = ANY (:jobIds)
            """;

    private static final String NEVER = StartJudges.ALL.stream()
            .filter(StartJudge::never)
            .map(StartJudges::parenthesized)
            .collect(Collectors.joining(" OR ", "(", ")"));

    private static final String DUE = "j.state = 'SCHEDULED' AND j.next_run <= :dueBy";

    private final Supplier<AgentSettings> settings;

    public StartRepository(Supplier<AgentSettings> settings) {
        this.settings = settings;
    }

    /**
     * Whether a job, which the caller has locked, may start now. It reads after the lock, so it sees whatever was
     * committed while the lock was waited for. One statement, unless a pause by query or a cap is in force: the caps that
     * cover the job stay locked, so that no other server counts before this attempt has begun.
     *
     * @param dueBy a job whose next run is not after this counts as due
     */
    StartVerdict judge(Handle tx, ScheduledJob job, Instant dueBy, Instant now) {
        HeldPairs held = new HeldPairs(List.of(job.jobId()), now);
        Verdict verdict = held.verdicts(tx, dueBy).getFirst();
        if (verdict.number() > 0 && !verdict.caps().isEmpty()) {
            lockCaps(tx, verdict.caps());
            verdict = held.verdicts(tx, dueBy).getFirst();
        }
        return verdict.number() > 0
                ? new StartVerdict.Free(verdict.number())
                : new StartVerdict.Blocked(StartJudges.AT_HAND_OUT.get((int) -verdict.number() - 1));
    }

    /**
     * Which of some jobs, which the caller has locked, may start now, all of them together. Those that a cap covers are
     * not among them: of those, one has to begin before the next is judged.
     *
     * @return by job, the number of the attempt that may begin
     */
    Map<UUID, Long> free(Handle tx, List<UUID> jobIds, Instant dueBy, Instant now) {
        return new HeldPairs(jobIds, now)
                .verdicts(tx, dueBy).stream()
                        .filter(verdict ->
                                verdict.number() > 0 && verdict.caps().isEmpty())
                        .collect(Collectors.toMap(Verdict::jobId, Verdict::number));
    }

    /** The verdicts on some jobs; pauses by query are asked for once, and only when there are any. */
    private static final class HeldPairs {
        private final List<UUID> jobIds;
        private final Instant now;
        private @Nullable List<String> pairs;

        HeldPairs(List<UUID> jobIds, Instant now) {
            this.jobIds = jobIds;
            this.now = now;
        }

        List<Verdict> verdicts(Handle tx, Instant dueBy) {
            List<Verdict> verdicts = ask(tx, dueBy);
            if (pairs == null && verdicts.stream().anyMatch(verdict -> verdict.number() == 0)) {
                pairs = heldByQueries(tx, "j.id = ANY (:jobIds)", Map.of("jobIds", jobIds.toArray(UUID[]::new)), now);
                verdicts = ask(tx, dueBy);
            }
            return verdicts;
        }

        private List<Verdict> ask(Handle tx, Instant dueBy) {
            return tx.createQuery("SELECT j.id, " + VERDICT + " AS number, " + CAPS
                            + " AS caps FROM scheduled_job j WHERE j.id = ANY (:jobIds)")
                    .bindArray("jobIds", UUID.class, jobIds)
                    .bind("dueBy", dueBy)
                    .bind("now", now)
                    .bind("queriesAsked", pairs != null)
                    .bindArray("heldPairs", String.class, pairs == null ? List.of() : pairs)
                    .map((row, context) -> new Verdict(JobRows.uuid(row, "id"), row.getLong("number"), List.of((UUID[])
                            row.getArray("caps").getArray())))
                    .list();
        }
    }

    private record Verdict(UUID jobId, long number, List<UUID> caps) {}

    /** Jobs may wait for room under a cap from the moment on at which an attempt begins under it. */
    private static void lockCaps(Handle tx, List<UUID> caps) {
        tx.createUpdate("""
                        WITH locked AS (SELECT id FROM job_cap WHERE id = ANY (:caps) ORDER BY id FOR UPDATE)
                        UPDATE job_cap c SET awaited = true FROM locked WHERE c.id = locked.id
                        """).bindArray("caps", UUID.class, caps).execute();
    }

    /** The ids of pause and job, one behind the other, of jobs that pauses by query hold. */
    private static List<String> heldByQueries(Handle tx, String jobs, Map<String, Object> bindings, Instant now) {
        Map<UUID, Obstruction> pauses = tx
                .createQuery("SELECT p.id, p.query, p.paused_by FROM " + QUERY_PAUSES + " ORDER BY p.id")
                .bind("now", now)
                .map((row, context) -> Map.<UUID, Obstruction>entry(
                        JobRows.uuid(row, "id"),
                        new Obstruction.PauseByQuery(row.getString("query"), row.getString("paused_by"))))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, LinkedHashMap::new));
        List<String> held = new ArrayList<>();
        pauses.forEach((pauseId, pause) -> {
            SqlCondition condition = pause.jobs(now);
            held.addAll(tx.createQuery("SELECT j.id FROM scheduled_job j WHERE " + jobs + " AND " + condition.sql())
                    .bindMap(condition.bindings())
                    .bindMap(bindings)
                    .map((row, context) -> pauseId + row.getString("id"))
                    .list());
        });
        return held;
    }

    /**
     * The jobs to list for an agent: due ones that may start, and all that come later. A due job that may not start is
     * left out, or the agent would ask for it again and again.
     *
     * @param dueBy a job whose next run is not after this counts as due
     */
    List<ListedJob> listed(Handle tx, UUID agentId, Instant dueBy, Instant now, int limit) {
        List<String> heldPairs = heldByQueries(
                tx,
                "j.agent_id = :agentId AND j.state = 'SCHEDULED' AND j.next_run <= :dueBy",
                Map.of("agentId", agentId, "dueBy", dueBy),
                now);
        return tx.createQuery("""
                        SELECT j.id, j.kind, j.job_type_id, j.job_type, j.next_run, j.priority
                          FROM scheduled_job j
                         WHERE j.agent_id = :agentId AND j.state = 'SCHEDULED' AND (j.next_run > :dueBy OR
                        """ + StartJudges.DUE_MAY_START + ") ORDER BY j.next_run, j.id LIMIT :limit")
                .bind("agentId", agentId)
                .bind("dueBy", dueBy)
                .bind("now", now)
                .bindArray("heldPairs", String.class, heldPairs)
                .bind("limit", limit)
                .map((row, context) -> new ListedJob(
                        JobRows.uuid(row, "id"),
                        JobKind.valueOf(row.getString("kind")),
                        JobRows.uuid(row, "job_type_id"),
                        row.getString("job_type"),
                        JobRows.instant(row, "next_run"),
                        row.getInt("priority")))
                .list();
    }

    /** Locks the due jobs that an obstruction is about, in the order of their agents and ids. */
    void lockDue(Handle tx, Obstruction obstruction, Instant dueBy, Instant now) {
        SqlCondition jobs = obstruction.jobs(now);
        tx.createQuery("SELECT j.id FROM scheduled_job j WHERE " + DUE + " AND " + jobs.sql()
                        + " ORDER BY j.agent_id, j.id FOR UPDATE")
                .bindMap(jobs.bindings())
                .bind("dueBy", dueBy)
                .mapTo(UUID.class)
                .list();
    }

    /** The agents of the due jobs that an obstruction is about. */
    List<UUID> agentsOfDue(Handle tx, Obstruction obstruction, Instant dueBy, Instant now) {
        SqlCondition jobs = obstruction.jobs(now);
        return tx.createQuery("SELECT DISTINCT j.agent_id FROM scheduled_job j WHERE " + DUE + " AND " + jobs.sql()
                        + " ORDER BY j.agent_id")
                .bindMap(jobs.bindings())
                .bind("dueBy", dueBy)
                .mapTo(UUID.class)
                .list();
    }

    /**
     * The moment until which it was looked which obstacles ended by themselves; from now on it is {@code now}.
     *
     * @return empty while another server looks
     */
    Optional<Instant> lookAgain(Handle tx, Instant now) {
        Optional<Instant> before = tx.createQuery(
                        "SELECT looked_at FROM obstacle_watch WHERE id = 1 FOR UPDATE SKIP LOCKED")
                .map((row, context) -> JobRows.instant(row, "looked_at"))
                .findOne();
        if (before.isPresent()) {
            tx.createUpdate("UPDATE obstacle_watch SET looked_at = :now WHERE id = 1")
                    .bind("now", now)
                    .execute();
        }
        return before;
    }

    /** The agents of due jobs whose container had quiet hours at one moment and has them no more at the other. */
    List<UUID> agentsOfEndedQuietHours(Handle tx, Instant before, Instant dueBy, Instant now) {
        return tx.createQuery("""
                        SELECT DISTINCT j.agent_id
                          FROM quiet_hours q
                          JOIN certificate_store s ON s.container_id = q.container_id
                          JOIN scheduled_job j ON j.store_id = s.id
                         WHERE\s""" + DUE + " AND " + Controls.quietAt(":before") + " AND NOT "
                        + Controls.quietAt(":now") + " ORDER BY j.agent_id")
                .bind("before", before)
                .bind("now", now)
                .bind("dueBy", dueBy)
                .mapTo(UUID.class)
                .list();
    }

    /** Caps under which jobs may wait for room, locked; those under which a hand-out is on its way are left out. */
    List<AwaitedCap> lockAwaitedCaps(Handle tx) {
        return tx.createQuery("SELECT id, running_max FROM job_cap WHERE awaited ORDER BY id FOR UPDATE SKIP LOCKED")
                .map((row, context) -> new AwaitedCap(JobRows.uuid(row, "id"), row.getInt("running_max")))
                .list();
    }

    record AwaitedCap(UUID id, int runningMax) {}

    /**
     * Agents with jobs of a cap that may start now, and whose session holds: they have not been told to ask anew since
     * they last did. Those whose jobs wait longest come first.
     */
    List<UUID> agentsWaitingFor(Handle tx, AwaitedCap cap, Instant dueBy, Instant now, int limit) {
        List<String> heldPairs = heldByQueries(tx, DUE, Map.of("dueBy", dueBy), now);
        return tx.createQuery("""
                        SELECT j.agent_id
                          FROM job_cap c
                          JOIN scheduled_job j ON\s""" + DUE + " AND " + Controls.CAP_COVERS + """
                          JOIN agent_session s ON s.agent_id = j.agent_id AND s.superseded_at IS NULL AND s.expires_at > :now
                          JOIN agent_job_list l ON l.agent_id = j.agent_id AND l.version = s.job_list_version
                         WHERE c.id = :capId AND\s""" + StartJudges.DUE_MAY_START + """
                         GROUP BY j.agent_id ORDER BY min(j.next_run), j.agent_id LIMIT :limit
                        """)
                .bind("capId", cap.id())
                .bind("dueBy", dueBy)
                .bindArray("heldPairs", String.class, heldPairs)
                .bind("now", now)
                .bind("limit", limit)
                .mapTo(UUID.class)
                .list();
    }

    /** Nothing waits for room under a cap until another attempt begins under it. */
    void awaitNoMore(Handle tx, AwaitedCap cap) {
        tx.createUpdate("UPDATE job_cap SET awaited = false WHERE id = :id")
                .bind("id", cap.id())
                .execute();
    }

    /** Whether some job that an obstruction is about is due. */
    boolean isAnyDue(Handle tx, Obstruction obstruction, Instant dueBy, Instant now) {
        SqlCondition jobs = obstruction.jobs(now);
        return tx.createQuery("SELECT EXISTS (SELECT FROM scheduled_job j WHERE " + DUE + " AND " + jobs.sql() + ")")
                .bindMap(jobs.bindings())
                .bind("dueBy", dueBy)
                .mapTo(Boolean.class)
                .one();
    }

    /**
     * All that decides whether jobs may start, and what each judge says about them.
     *
     * @param jobIds of one type; those that are not on the schedule are left out
     * @param capabilities of these names, in any case, their agents need one
     */
    List<StartFacts> facts(Handle tx, Collection<UUID> jobIds, List<String> capabilities, Instant dueBy, Instant now) {
        List<String> heldPairs =
                heldByQueries(tx, "j.id = ANY (:jobIds)", Map.of("jobIds", jobIds.toArray(UUID[]::new)), now);
        return tx.createQuery(FACTS)
                .bind("now", now)
                .bindArray("heldPairs", String.class, heldPairs)
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
                        quiet(row),
                        pause(row),
                        wave(row),
                        cap(row),
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
        Duration missed = settings.get().heartbeat().multipliedBy(HEARTBEATS_MISSED);
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

    private static StartFacts.@Nullable QuietFacts quiet(ResultSet row) throws SQLException {
        String zone = row.getString("zone");
        return zone == null
                ? null
                : new StartFacts.QuietFacts(
                        row.getInt("from_minute"),
                        row.getInt("to_minute"),
                        ZoneId.of(zone),
                        row.getString("quiet_reason"));
    }

    private static StartFacts.@Nullable PauseFacts pause(ResultSet row) throws SQLException {
        String pausedBy = row.getString("paused_by");
        return pausedBy == null
                ? null
                : new StartFacts.PauseFacts(
                        row.getString("pause_reason"),
                        pausedBy,
                        JobRows.instant(row, "since"),
                        JobRows.instantOrNull(row, "until"));
    }

    private static StartFacts.@Nullable WaveFacts wave(ResultSet row) throws SQLException {
        UUID rolloutId = row.getObject("rollout_id", UUID.class);
        return rolloutId == null
                ? null
                : new StartFacts.WaveFacts(
                        rolloutId,
                        row.getString("rollout_state").equals("STOPPED"),
                        row.getInt("wave"),
                        row.getInt("rollout_wave"));
    }

    private static StartFacts.@Nullable CapFacts cap(ResultSet row) throws SQLException {
        String scope = row.getString("scope");
        return scope == null
                ? null
                : new StartFacts.CapFacts(
                        switch (scope) {
                            case "AGENT" -> "on this orchestrator";
                            case "STORE_TYPE" -> "on stores of this type";
                            default -> "in all";
                        },
                        row.getInt("running_max"));
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
