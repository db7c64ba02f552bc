package io.quartermaster.server.agent;

import java.time.Instant;
import java.util.UUID;

/**
 * What an approved agent got when it registered, and names in every later call.
 *
 * @param token a secret of a kind: without the agent's account it opens nothing
 * @param stale the agent's list of jobs has changed since; only its next heartbeat and its next registration care
 * @param superseded a later registration took over, the agent gave it back, or its time has passed: good only for
 *     reports on attempts begun with it
 */
public record AgentSession(UUID agentId, UUID token, Instant expiresAt, boolean stale, boolean superseded) {

    /** For logs: without the token. */
    @Override
    public String toString() {
        return "AgentSession[agentId=" + agentId + ", expiresAt=" + expiresAt + "]";
    }
}
