package io.quartermaster.server.session;

import io.quartermaster.agent.protocol.Result;
import io.quartermaster.agent.protocol.ResultReply;
import io.quartermaster.agent.protocol.UnregisterRequest;
import io.quartermaster.server.agent.AgentSession;
import io.quartermaster.server.agent.AgentSessions;
import io.quartermaster.server.agent.JobCall;
import io.quartermaster.server.db.Database;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * An agent that stops gives its session back. What it still has in process may be completed with it; a session that is
 * not known any more is as good as given back, so a repeated call succeeds.
 */
@Singleton
public class UnregisterSession {
    private final Database database;
    private final AgentSessions sessions;
    private final InstantSource clock;

    public UnregisterSession(Database database, AgentSessions sessions, InstantSource clock) {
        this.database = database;
        this.sessions = sessions;
        this.clock = clock;
    }

    /** @param account the name of the agent account that signed in */
    public ResultReply run(String account, UnregisterRequest request) {
        database.runInTransaction(tx -> {
            var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            if (sessions.check(tx, account, request.sessionToken(), now)
                    instanceof JobCall.Valid(AgentSession session)) {
                sessions.giveBack(tx, session, now);
            }
        });
        return new ResultReply(Result.success());
    }
}
