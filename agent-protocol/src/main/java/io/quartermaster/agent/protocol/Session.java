package io.quartermaster.agent.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an approved agent gets: a token for its further calls, and all of its jobs.
 *
 * @param token goes back in every later call; at most {@link #ID_LENGTH_MAX} characters. Null means that there is no
 *     session
 * @param agentId the agent's id from now on; at most {@link #ID_LENGTH_MAX} characters, never null beside a token
 * @param heartbeatInterval whole minutes until the next heartbeat
 * @param heartbeatSeconds ours: the same in seconds, which leaves room for jitter; an agent that knows it follows it
 *     instead of the minutes. Null from servers that do not have it
 * @param clientMachine the name under which the server knows the agent
 * @param certificate the certificate issued for the request's CSR: base64 DER on one line, without PEM armour
 * @param clientParameters nothing reads them today
 * @param jobs the whole list: it replaces the one the agent holds. Null is empty
 */
@WireRecord
public record Session(
        @JsonProperty("Token") @Nullable String token,
        @JsonProperty("AgentId") @Nullable String agentId,
        @JsonProperty("HeartbeatInterval") int heartbeatInterval,
        @JsonProperty("HeartbeatSeconds") @Nullable Integer heartbeatSeconds,
        @JsonProperty("ClientMachine") @Nullable String clientMachine,
        @JsonProperty("Certificate") @Nullable String certificate,
        @JsonProperty("ClientParameters") @Nullable Map<String, @Nullable String> clientParameters,
        @JsonProperty("Jobs") @Nullable List<JobEntry> jobs) {
    /** The C agent copies both ids into a buffer of this length plus one, without a check. */
    public static final int ID_LENGTH_MAX = 36;

    /** Until the next heartbeat: seconds when given, else minutes; at least one second. */
    public Duration untilHeartbeat() {
        return HeartbeatReply.interval(heartbeatInterval, heartbeatSeconds);
    }

    /** For logs: without the token. */
    @Override
    public String toString() {
        return "Session[agentId=" + agentId + ", jobs=" + (jobs == null ? 0 : jobs.size()) + "]";
    }
}
