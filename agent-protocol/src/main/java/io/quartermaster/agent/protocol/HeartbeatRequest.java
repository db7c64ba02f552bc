package io.quartermaster.agent.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A running agent says that it is there and asks whether its session still holds.
 *
 * @param agentPlatform as in {@link RegisterRequest}
 * @param tenantId always {@link RegisterRequest#NO_TENANT}
 * @param clientMachine the agent's name
 * @param sessionToken the token of the session
 */
@WireRecord
public record HeartbeatRequest(
        @JsonProperty("AgentPlatform") int agentPlatform,
        @JsonProperty("TenantId") @Nullable String tenantId,
        @JsonProperty("ClientMachine") @Nullable String clientMachine,
        @JsonProperty("SessionToken") @Nullable String sessionToken) {
    /** For logs: without the token. */
    @Override
    public String toString() {
        return "HeartbeatRequest[clientMachine=" + clientMachine + "]";
    }
}
