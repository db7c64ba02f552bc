package io.quartermaster.server.agent;

import io.quarkus.scheduler.Scheduled;
import io.quartermaster.server.agent.SessionChanges.Place;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.SilentInOutage;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Reads which agents' sessions have changed, whichever server changed them, and forgets what is known of these. Each server
 * does it for itself, in one statement. Safe for many threads.
 */
@Singleton
public class FollowSessionChanges {
    /** For the scheduler. */
    static final String READ_EVERY = "1s";

    static final String TIDIED_EVERY = "60s";

    /** After a longer time without a reading everything is forgotten; much less than changes are kept. */
    private static final Duration GAP_MAX = AgentSessions.CHANGES_KEPT.dividedBy(2);

    private final Database database;
    private final AgentSessions sessions;
    private final KnownSessions known;
    private final InstantSource clock;

    private final ReentrantLock reading = new ReentrantLock();
    private @Nullable Place place;
    private Instant readAt = Instant.MIN;

    public FollowSessionChanges(Database database, AgentSessions sessions, KnownSessions known, InstantSource clock) {
        this.database = database;
        this.sessions = sessions;
        this.known = known;
        this.clock = clock;
    }

    /** Reads what was committed since the last time. */
    @SilentInOutage
    @Scheduled(every = READ_EVERY, concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    public void read() {
        reading.lock();
        try {
            Instant began = clock.instant();
            Place from = began.isBefore(readAt.plus(GAP_MAX)) ? place : null;
            SessionChanges found = database.read(tx -> sessions.changesSince(tx, from));
            if (from != null && found.place().follows(from)) {
                known.forget(found.agentIds());
            } else {
                known.forgetAll();
            }
            known.changesWereReadAt(began);
            place = found.place();
            readAt = began;
        } finally {
            reading.unlock();
        }
    }

    /** Drops what nobody needs any more, in memory and of the changes on record. Several servers may do it at the same time. */
    @SilentInOutage
    @Scheduled(every = TIDIED_EVERY, concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    public void tidy() {
        known.tidy(clock.instant());
        database.runInTransaction(sessions::purgeChanges);
    }
}
