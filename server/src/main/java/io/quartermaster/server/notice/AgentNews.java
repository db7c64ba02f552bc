package io.quartermaster.server.notice;

import java.time.Instant;
import java.util.UUID;

/**
 * An agent that became late, or is back.
 *
 * @param lastSeen when it was heard of last; of one that is back, since then
 */
record AgentNews(Kind kind, UUID agentId, String clientMachine, Instant lastSeen) {
    enum Kind {
        AGENT_LATE,
        AGENT_BACK
    }
}
