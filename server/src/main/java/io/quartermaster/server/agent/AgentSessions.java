package io.quartermaster.server.agent;

import io.quartermaster.server.db.IdArray;
import io.quartermaster.server.db.Plans;
import io.quartermaster.server.query.WrittenGuid;
import io.quartermaster.server.setting.AgentSettings;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The table of agents' sessions. Every method works in the caller's transaction. Safe for many threads.
 *
 * <h2>How no change of an agent's jobs is lost</h2>
 *
 * An agent learns of new and removed jobs only because its heartbeat says that its session is stale. A job may be
 * scheduled while the agent registers: then neither transaction sees the rows of the other, and a mark set on the
 * sessions of that moment would miss the one that is being made. So what is marked is not a session but the agent's list
 * of jobs, whose version whoever changes it counts up ({@link #markStale}). {@link #start} reads the version
 * <em>before</em> the list is read, and the session keeps it. A change that is committed until then is in the list; one
 * that is committed later makes the version differ. Neither waits for the other.
 *
 * <p>Time changes no list. An agent that comes too early for a job takes the job off its own list all the same, so the
 * session remembers from when on it is stale ({@link #markStaleFrom}).
 *
 * <h2>How servers learn of it that remember sessions</h2>
 *
 * Each statement that may end what a heartbeat was told, notes the agent ({@code session_change}) with its transaction. Whoever
 * reads the notes keeps the snapshot of that moment, and reads next what is finished now and was not then: so none is missed that
 * commits late, and none is read twice. A row that is added locks nothing, and outlives the agent.
 */
@Singleton
public class AgentSessions {
    /**
     * How long a session is kept after it was superseded or expired, for completions of what was begun with it. One with
     * an attempt in process is kept longer.
     */
    public static final Duration KEPT_AFTER_END = Duration.ofDays(1);

    /** How long it stays on record which agents' sessions have changed. */
    static final Duration CHANGES_KEPT = Duration.ofMinutes(10);

    /** Sessions removed by one statement. */
    static final int PURGED_AT_ONCE_MAX = 10_000;

    /** From so many on, the rows of agents are written along the index only. */
    static final int MANY_AGENTS = 1_000;

    /** A version 4 UUID has random bits but for these. */
    private static final long VERSION_MASK = 0xffff_ffff_ffff_0fffL;

    private static final long VERSION_4 = 0x4000L;
    private static final long VARIANT_MASK = 0x3fff_ffff_ffff_ffffL;
    private static final long VARIANT_RFC = 0x8000_0000_0000_0000L;

    private final Supplier<AgentSettings> settings;
    private final RandomGenerator random;
    private final Presence presence;
    private final KnownSessions known;

    /** @param random makes the tokens; in the running server a secure one */
    public AgentSessions(
            Supplier<AgentSettings> settings, RandomGenerator random, Presence presence, KnownSessions known) {
        this.settings = settings;
        this.random = random;
        this.presence = presence;
        this.known = known;
    }

    /**
     * Begins a session; older ones of the agent are superseded by it. Must be called before the list of jobs that the
     * agent is going to be told is read.
     *
     * @throws IllegalStateException for an unknown agent
     */
    public AgentSession start(Handle tx, UUID agentId, Instant now) {
        AgentSession session =
                new AgentSession(agentId, token(), now.plus(settings.get().sessionLength()), null, false, false);
        int begun = tx.createUpdate("""
                        WITH superseded AS (
                          UPDATE agent_session SET superseded_at = :now
                           WHERE agent_id = :agentId AND superseded_at IS NULL
                          RETURNING agent_id
                        ), noted AS (
                          INSERT INTO session_change (agent_id) SELECT DISTINCT agent_id FROM superseded
                        )
                        INSERT INTO agent_session (agent_id, token, started_at, expires_at, job_list_version)
                        SELECT l.agent_id, :token, :now, :expiresAt, l.version FROM agent_job_list l WHERE l.agent_id = :agentId
                        """)
                .bind("agentId", agentId)
                .bind("token", session.token())
                .bind("now", now)
                .bind("expiresAt", session.expiresAt())
                .execute();
        if (begun == 0) {
            throw new IllegalStateException("There is no agent " + agentId);
        }
        forgetAfterCommit(tx, List.of(agentId));
        return session;
    }

    /**
     * Judges the token of a call, and notes that the agent was heard of.
     *
     * @param account the account that the agent signed in with
     * @param token as sent; null or nonsense is an unknown one
     */
    public JobCall check(Handle tx, String account, @Nullable String token, Instant now) {
        return judge(account, find(tx, token, now, ""), now);
    }

    /**
     * {@link #check}, for a call that begins something: whoever ends the agent's sessions comes before it or waits until
     * the caller's transaction has ended. Sessions are locked before stores, jobs and attempts.
     */
    public JobCall lock(Handle tx, String account, @Nullable String token, Instant now) {
        return judge(account, find(tx, token, now, " FOR KEY SHARE OF s"), now);
    }

    private JobCall judge(String account, Optional<Owned> found, Instant now) {
        // One sentence for an unknown token and for somebody else's: whoever guesses learns nothing.
        if (found.isEmpty() || !found.get().username().equalsIgnoreCase(account)) {
            return new JobCall.Refused("This session is not known, or ended. Register again.");
        }
        AgentSession session = found.get().session();
        presence.seen(session.agentId(), now);
        return found.get().approved()
                ? new JobCall.Valid(session)
                : new JobCall.Refused("This agent is not approved. Register again.");
    }

    private static Optional<Owned> find(Handle tx, @Nullable String token, Instant now, String lock) {
        Optional<UUID> id = token == null ? Optional.empty() : WrittenGuid.read(token);
        if (id.isEmpty()) {
            return Optional.empty();
        }
        return tx.createQuery("""
                        SELECT s.agent_id, s.token, s.expires_at, s.stale_from,
                               s.job_list_version <> l.version OR coalesce(s.stale_from <= :now, false) AS stale,
                               s.superseded_at IS NOT NULL OR s.expires_at <= :now AS superseded,
                               a.username, a.status = 2 AS approved
                          FROM agent_session s
                          JOIN agent_job_list l ON l.agent_id = s.agent_id
                          JOIN agent a ON a.id = s.agent_id
                         WHERE s.token = :token
                        """ + lock)
                .bind("token", id.get())
                .bind("now", now)
                .map((row, context) -> owned(row))
                .findOne();
    }

    /** A session with what decides whether a call may use it. */
    private record Owned(AgentSession session, String username, boolean approved) {}

    /**
     * Says that the jobs of these agents have changed: their sessions are stale from the moment this transaction
     * commits. Locks one row for each agent, in the order of their ids, so call it after all other locks of jobs.
     *
     * @param agentIds may hold the same one more than once, and unknown ones
     */
    public void markStale(Handle tx, Collection<UUID> agentIds) {
        if (agentIds.isEmpty()) {
            return;
        }
        forgetAfterCommit(tx, agentIds);
        if (agentIds.size() >= MANY_AGENTS) {
            markManyStale(tx, agentIds);
            return;
        }
        tx.createUpdate("""
                        WITH changed AS (
                          SELECT agent_id FROM agent_job_list WHERE agent_id = ANY (:agentIds) ORDER BY agent_id FOR UPDATE
                        ), noted AS (
                          INSERT INTO session_change (agent_id) SELECT agent_id FROM changed
                        )
                        UPDATE agent_job_list l SET version = version + 1 FROM changed WHERE l.agent_id = changed.agent_id
                        """).bindArray("agentIds", UUID.class, agentIds).execute();
    }

    /**
     * The same, with each row written once instead of locked and then written: an index is read in its order, so the rows are
     * locked in that order too. Nothing but the index may be used for that.
     */
    private static void markManyStale(Handle tx, Collection<UUID> agentIds) {
        Plans.ignoreValues(tx);
        Plans.onlyAlongIndexes(tx);
        tx.createUpdate("""
                        WITH changed AS (
                          UPDATE agent_job_list SET version = version + 1 WHERE agent_id = ANY (:agentIds) RETURNING agent_id
                        )
                        INSERT INTO session_change (agent_id) SELECT agent_id FROM changed
                        """).bind("agentIds", new IdArray(agentIds)).execute();
        Plans.asUsual(tx);
    }

    /** Makes one session stale and no other: the list it was given was cut and goes on. */
    public void markStale(Handle tx, AgentSession session) {
        tx.createUpdate("""
                        WITH changed AS (
                          UPDATE agent_session SET job_list_version = -1 WHERE agent_id = :agentId AND token = :token
                          RETURNING agent_id
                        )
                        INSERT INTO session_change (agent_id) SELECT agent_id FROM changed
                        """)
                .bind("agentId", session.agentId())
                .bind("token", session.token())
                .execute();
        forgetAfterCommit(tx, List.of(session.agentId()));
    }

    /**
     * Makes one session stale from a moment on, or earlier where that was said before: the agent came too early for a
     * job, has taken it off its list and would not ask for it again.
     */
    public void markStaleFrom(Handle tx, AgentSession session, Instant from) {
        tx.createUpdate("""
                        WITH changed AS (
                          UPDATE agent_session SET stale_from = least(stale_from, :from)
                           WHERE agent_id = :agentId AND token = :token
                          RETURNING agent_id
                        )
                        INSERT INTO session_change (agent_id) SELECT agent_id FROM changed
                        """)
                .bind("from", from)
                .bind("agentId", session.agentId())
                .bind("token", session.token())
                .execute();
        forgetAfterCommit(tx, List.of(session.agentId()));
    }

    /** Ends all sessions of agents at once: no token is good for anything any more. */
    public void end(Handle tx, Collection<UUID> agentIds) {
        tx.createUpdate("""
                        WITH ended AS (DELETE FROM agent_session WHERE agent_id = ANY (:agentIds) RETURNING agent_id)
                        INSERT INTO session_change (agent_id) SELECT DISTINCT agent_id FROM ended
                        """).bindArray("agentIds", UUID.class, agentIds).execute();
        forgetAfterCommit(tx, agentIds);
    }

    /** Gives a session back: from now on it is good only for attempts begun with it. */
    public void giveBack(Handle tx, AgentSession session, Instant now) {
        tx.createUpdate("""
                        WITH changed AS (
                          UPDATE agent_session SET superseded_at = :now
                           WHERE agent_id = :agentId AND token = :token AND superseded_at IS NULL
                          RETURNING agent_id
                        )
                        INSERT INTO session_change (agent_id) SELECT agent_id FROM changed
                        """)
                .bind("now", now)
                .bind("agentId", session.agentId())
                .bind("token", session.token())
                .execute();
        forgetAfterCommit(tx, List.of(session.agentId()));
    }

    /**
     * Removes sessions that ended {@link #KEPT_AFTER_END} ago or before, oldest first, at most {@link
     * #PURGED_AT_ONCE_MAX}. Those with which an attempt was begun that is still in process stay.
     *
     * @return how many
     */
    public int purgeExpired(Handle tx, Instant now) {
        return tx.createUpdate("""
                        DELETE FROM agent_session
                         WHERE (agent_id, token) IN (
                           SELECT s.agent_id, s.token
                             FROM agent_session s
                            WHERE least(s.superseded_at, s.expires_at) <= :endedBy
                              AND NOT EXISTS (SELECT FROM attempt_in_process a
                                               WHERE a.agent_id = s.agent_id AND a.session_token = s.token)
                            ORDER BY s.agent_id, s.token
                            LIMIT :limit
                              FOR UPDATE SKIP LOCKED)
                        """)
                .bind("endedBy", now.minus(KEPT_AFTER_END))
                .bind("limit", PURGED_AT_ONCE_MAX)
                .execute();
    }

    private void forgetAfterCommit(Handle tx, Collection<UUID> agentIds) {
        tx.afterCommit(() -> known.forget(agentIds));
    }

    /**
     * The agents whose sessions have changed since a place was taken; only the place when there is none. Changes are kept for
     * {@link #CHANGES_KEPT}.
     */
    SessionChanges changesSince(Handle tx, SessionChanges.@Nullable Place place) {
        Set<UUID> agentIds = new HashSet<>();
        List<SessionChanges.Place> places = tx.createQuery("""
                        SELECT CAST(pg_postmaster_start_time() AS text) AS postgres, CAST(s.taken AS text) AS snapshot,
                               c.agent_id
                          FROM (SELECT pg_current_snapshot() AS taken) s
                          LEFT JOIN session_change c
                            ON c.changed_in >= pg_snapshot_xmin(CAST(CAST(:since AS text) AS pg_snapshot))
                           AND NOT pg_visible_in_snapshot(c.changed_in, CAST(CAST(:since AS text) AS pg_snapshot))
                        """)
                .bind("since", place == null ? null : place.snapshot())
                .map((row, context) -> {
                    Optional.ofNullable(row.getObject("agent_id", UUID.class)).ifPresent(agentIds::add);
                    return new SessionChanges.Place(row.getString("postgres"), row.getString("snapshot"));
                })
                .list();
        return new SessionChanges(places.getFirst(), agentIds);
    }

    // By the clock that wrote the time.
    void purgeChanges(Handle tx) {
        tx.createUpdate("DELETE FROM session_change WHERE at < clock_timestamp() - make_interval(secs => :seconds)")
                .bind("seconds", CHANGES_KEPT.toSeconds())
                .execute();
    }

    private UUID token() {
        return new UUID(
                (random.nextLong() & VERSION_MASK) | VERSION_4, (random.nextLong() & VARIANT_MASK) | VARIANT_RFC);
    }

    private static Owned owned(ResultSet row) throws SQLException {
        OffsetDateTime staleFrom = row.getObject("stale_from", OffsetDateTime.class);
        AgentSession session = new AgentSession(
                row.getObject("agent_id", UUID.class),
                row.getObject("token", UUID.class),
                row.getObject("expires_at", OffsetDateTime.class).toInstant(),
                staleFrom == null ? null : staleFrom.toInstant(),
                row.getBoolean("stale"),
                row.getBoolean("superseded"));
        return new Owned(session, row.getString("username"), row.getBoolean("approved"));
    }
}
