package io.quartermaster.server.agent;

import io.quartermaster.server.db.Database;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import org.jboss.logging.Logger;

/** Removes sessions that nothing can refer to any more. Several servers may do it at the same time. */
@Singleton
public class PurgeSessions {
    private static final Logger LOG = Logger.getLogger(PurgeSessions.class);

    private final Database database;
    private final AgentSessions sessions;
    private final InstantSource clock;

    public PurgeSessions(Database database, AgentSessions sessions, InstantSource clock) {
        this.database = database;
        this.sessions = sessions;
        this.clock = clock;
    }

    /** Removes all that is due now, in transactions of limited size. */
    public void run() {
        Instant now = clock.instant();
        long removed = 0;
        for (int batch = purge(now); batch > 0; batch = purge(now)) {
            removed += batch;
        }
        LOG.debugf("%d sessions of agents removed", removed);
    }

    private int purge(Instant now) {
        return database.inTransaction(tx -> sessions.purgeExpired(tx, now));
    }
}
