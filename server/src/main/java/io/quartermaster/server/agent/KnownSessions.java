package io.quartermaster.server.agent;

import io.quartermaster.server.query.WrittenGuid;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The sessions that hold, as far as this server has looked, so that a heartbeat costs the database nothing. Only those that
 * hold are kept: whatever is to be refused is asked of the database.
 *
 * <h2>How it is never wrong for long</h2>
 *
 * Whoever changes a session or a list of jobs notes the agent in the same transaction. After the commit this server forgets
 * the agent at once, before the command is answered; {@link FollowSessionChanges} reads about once a second what every server
 * has noted. When it has not for {@link #TRUSTED_FOR}, the database is asked again for each heartbeat.
 *
 * <p>What was looked up may be old by the time it is kept: the agent was forgotten in between. So changes are counted; what is
 * kept carries the count of the moment <em>before</em> the database was asked, and each agent the count of its last change.
 * The first one being lower, it is as if it were not there. Agents share {@link #PLACES} counts by chance; a shared one only
 * costs a look-up.
 *
 * <p>Safe for many threads.
 */
@Singleton
public class KnownSessions {
    /** How long after a reading of the changes began its outcome is good for. */
    public static final Duration TRUSTED_FOR = Duration.ofSeconds(5);

    /** Sessions kept, of about 200 bytes each; beyond it, further ones are asked of the database each time. */
    static final int KEPT_MAX = 1_000_000;

    /** A power of two; 8 bytes each. */
    private static final int PLACES = 1 << 17;

    private final Presence presence;
    private final ConcurrentHashMap<UUID, Kept> byToken = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();
    private final AtomicLongArray lastChanges = new AtomicLongArray(PLACES);
    private final AtomicLong lastChangeOfAll = new AtomicLong();
    private volatile Trust trust = new Trust(Instant.MAX, Instant.MIN);

    public KnownSessions(Presence presence) {
        this.presence = presence;
    }

    /**
     * Whether an agent may go on with its session and its list of jobs. Notes that it was heard of.
     *
     * @param account the account that the agent signed in with
     * @param token as sent; null or nonsense is an unknown one
     * @param lookUp asks the database, if need be; not inside a transaction
     */
    public boolean hold(String account, @Nullable String token, Instant now, Supplier<JobCall> lookUp) {
        Optional<UUID> id = WrittenGuid.read(token);
        Kept known = id.isPresent() && trust.covers(now) ? byToken.get(id.get()) : null;
        if (known != null && known.account().equalsIgnoreCase(account) && stillHolds(known, now)) {
            presence.seen(known.agentId(), now);
            return true;
        }
        long asOf = changes.get();
        if (lookUp.get() instanceof JobCall.Valid(AgentSession session) && session.holds()) {
            keep(account, session, asOf);
            return true;
        }
        return false;
    }

    private void keep(String account, AgentSession session, long asOf) {
        if (byToken.size() < KEPT_MAX || byToken.containsKey(session.token())) {
            byToken.put(session.token(), new Kept(account, session.agentId(), session.holdsUntil(), asOf));
        }
    }

    private boolean stillHolds(Kept known, Instant now) {
        return now.isBefore(known.until())
                && lastChangeOfAll.get() <= known.asOf()
                && lastChanges.get(placeOf(known.agentId())) <= known.asOf();
    }

    /** What was looked up before about the sessions of these agents is not used any more. */
    void forget(Collection<UUID> agentIds) {
        if (agentIds.isEmpty()) {
            return;
        }
        long change = changes.incrementAndGet();
        agentIds.forEach(agentId -> lastChanges.accumulateAndGet(placeOf(agentId), change, Math::max));
    }

    /** {@link #forget} for all agents. */
    void forgetAll() {
        lastChangeOfAll.accumulateAndGet(changes.incrementAndGet(), Math::max);
    }

    /** The changes that were committed before this moment have been forgotten, whichever server made them. */
    void changesWereReadAt(Instant moment) {
        trust = new Trust(moment, moment.plus(TRUSTED_FOR));
    }

    /** Drops what is not used any more. */
    void tidy(Instant now) {
        byToken.values().removeIf(known -> !stillHolds(known, now));
    }

    /** How many sessions are in memory, used or not. */
    public int size() {
        return byToken.size();
    }

    // Ids are made in the order of time, and only their last bits are left to chance.
    private static int placeOf(UUID agentId) {
        return (int) (agentId.getLeastSignificantBits() ^ agentId.getMostSignificantBits()) & (PLACES - 1);
    }

    /** @param asOf the number of changes before the database was asked */
    private record Kept(String account, UUID agentId, Instant until, long asOf) {}

    /** A clock that was set back does not make it longer. */
    private record Trust(Instant from, Instant until) {
        boolean covers(Instant now) {
            return !now.isBefore(from) && now.isBefore(until);
        }
    }
}
