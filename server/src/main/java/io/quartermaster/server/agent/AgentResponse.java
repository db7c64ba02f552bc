package io.quartermaster.server.agent;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An agent as the API shows it.
 *
 * @param status 1 new, 2 approved, 3 disapproved
 * @param capabilities short names
 * @param authCertificateReenrollment {@code None}, {@code Requested} or {@code Required}
 */
public record AgentResponse(
        UUID agentId,
        String clientMachine,
        String username,
        int agentPlatform,
        String version,
        int status,
        Instant lastSeen,
        List<String> capabilities,
        @Nullable String blueprint,
        String thumbprint,
        String legacyThumbprint,
        String authCertificateReenrollment,
        String lastThumbprintUsed,
        @Nullable Long lastErrorCode,
        @Nullable String lastErrorMessage,
        List<AgentJobType> jobTypes) {

    static AgentResponse of(Agent agent, JobTypes types) {
        return new AgentResponse(
                agent.id(),
                agent.clientMachine(),
                agent.username(),
                agent.platform(),
                agent.version(),
                agent.status().number(),
                agent.lastSeen(),
                agent.capabilities().shortNames(),
                agent.blueprint(),
                agent.thumbprint(),
                agent.legacyThumbprint(),
                agent.certificateReenrollment().title(),
                agent.lastThumbprintUsed(),
                agent.lastErrorCode(),
                agent.lastErrorMessage(),
                AgentJobType.of(agent.capabilities(), types));
    }
}
