package io.quartermaster.server.session;

import io.quartermaster.agent.protocol.HeartbeatReply;
import io.quartermaster.agent.protocol.HeartbeatRequest;
import io.quartermaster.agent.protocol.Result;
import io.quartermaster.server.agent.AgentSessions;
import io.quartermaster.server.agent.HeartbeatInterval;
import io.quartermaster.server.agent.Heartbeats;
import io.quartermaster.server.agent.KnownSessions;
import io.quartermaster.server.db.Database;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;

/**
 * An agent asks whether its session still holds. Writes nothing: that it was heard of is noted in memory, and a session that
 * is known to hold is not looked up again.
 *
 * <p>The result is always a success. An error would make the agent keep its session and jobs; "not valid" is what makes
 * it register anew (C agent of 2023).
 */
@Singleton
public class Heartbeat {
    private final Database database;
    private final AgentSessions sessions;
    private final KnownSessions known;
    private final Heartbeats heartbeats;
    private final InstantSource clock;

    public Heartbeat(
            Database database,
            AgentSessions sessions,
            KnownSessions known,
            Heartbeats heartbeats,
            InstantSource clock) {
        this.database = database;
        this.sessions = sessions;
        this.known = known;
        this.heartbeats = heartbeats;
        this.clock = clock;
    }

    /** @param account the name of the agent account that signed in */
    public HeartbeatReply run(String account, HeartbeatRequest request) {
        Instant now = clock.instant();
        String token = request.sessionToken();
        boolean valid =
                known.hold(account, token, now, () -> database.read(tx -> sessions.check(tx, account, token, now)));
        HeartbeatInterval interval = heartbeats.next();
        return new HeartbeatReply(Result.success(), interval.minutes(), interval.seconds(), valid);
    }
}
