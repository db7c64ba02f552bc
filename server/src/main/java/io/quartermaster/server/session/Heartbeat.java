package io.quartermaster.server.session;

import io.quartermaster.agent.protocol.HeartbeatReply;
import io.quartermaster.agent.protocol.HeartbeatRequest;
import io.quartermaster.agent.protocol.Result;
import io.quartermaster.server.agent.AgentSession;
import io.quartermaster.server.agent.AgentSessions;
import io.quartermaster.server.agent.HeartbeatInterval;
import io.quartermaster.server.agent.Heartbeats;
import io.quartermaster.server.agent.JobCall;
import io.quartermaster.server.db.Database;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/**
 * An agent asks whether its session still holds. Writes nothing: that it was heard of is noted in memory.
 *
 * <p>The result is always a success. An error would make the agent keep its session and jobs; "not valid" is what makes
 * it register anew (C agent of 2023).
 */
@Singleton
public class Heartbeat {
    private final Database database;
    private final AgentSessions sessions;
    private final Heartbeats heartbeats;
    private final InstantSource clock;

    public Heartbeat(Database database, AgentSessions sessions, Heartbeats heartbeats, InstantSource clock) {
        this.database = database;
        this.sessions = sessions;
        this.heartbeats = heartbeats;
        this.clock = clock;
    }

    /** @param account the name of the agent account that signed in */
    public HeartbeatReply run(String account, HeartbeatRequest request) {
        JobCall call = database.read(tx -> sessions.check(tx, account, request.sessionToken(), clock.instant()));
        boolean valid =
                call instanceof JobCall.Valid(AgentSession session) && !session.stale() && !session.superseded();
        HeartbeatInterval interval = heartbeats.next();
        return new HeartbeatReply(Result.success(), interval.minutes(), interval.seconds(), valid);
    }
}
