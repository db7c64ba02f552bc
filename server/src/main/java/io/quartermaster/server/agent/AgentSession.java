package io.quartermaster.server.agent;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an approved agent got when it registered, and names in every later call.
 *
 * @param token a secret of a kind: without the agent's account it opens nothing
 * @param staleFrom from then on it is stale, whatever happens; null when that was not said
 * @param stale the agent's list of jobs has changed since; only its next heartbeat and its next registration care
 * @param superseded a later registration took over, the agent gave it back, or its time has passed: good only for
 *     reports on attempts begun with it
 */
public record AgentSession(
        UUID agentId,
        UUID token,
        Instant expiresAt,
        @Nullable Instant staleFrom,
        boolean stale,
        boolean superseded) {

    /** Whether the agent may go on with it, and with the list of jobs that it was given. */
    public boolean holds() {
        return !stale && !superseded;
    }

    /** The moment at which it holds no longer if nothing else happens. */
    Instant holdsUntil() {
        return staleFrom != null && staleFrom.isBefore(expiresAt) ? staleFrom : expiresAt;
    }

    /** For logs: without the token. */
    @Override
    public String toString() {
        return "AgentSession[agentId=" + agentId + ", expiresAt=" + expiresAt + "]";
    }
}
