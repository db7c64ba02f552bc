package io.quartermaster.agent.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An agent introduces itself, for the first time or again, and asks for a session and its jobs.
 *
 * @param agentPlatform 0 unknown, 1 .NET, 2 Java, 3 Mac, 4 Android, 5 native, 6 Bash, 7 Universal Orchestrator
 * @param agentVersion packed as {@link AgentVersion} does
 * @param tenantId always {@link #NO_TENANT}
 * @param clientMachine the agent's name
 * @param csr a certificate request: base64 of the PKCS#10 DER on one line, without PEM armour; null when none is wanted
 * @param agentId the id that the server gave; empty on first contact, and from agents that keep no id at all
 * @param capabilities names such as {@code CertStores.PEM.Inventory}; agents before C agent 2.16.1 send job type ids
 * @param clientParameters free keys and values
 */
@WireRecord
public record RegisterRequest(
        @JsonProperty("AgentPlatform") int agentPlatform,
        @JsonProperty("AgentVersion") long agentVersion,
        @JsonProperty("TenantId") @Nullable String tenantId,
        @JsonProperty("ClientMachine") @Nullable String clientMachine,
        @JsonProperty("CSR") @Nullable String csr,
        @JsonProperty("AgentId") @Nullable String agentId,
        @JsonProperty("Capabilities") @Nullable List<@Nullable String> capabilities,
        @JsonProperty("ClientParameters") @Nullable Map<String, @Nullable String> clientParameters) {
    /** What {@code AgentPlatform} is for an agent written in Java. */
    public static final int PLATFORM_JAVA = 2;

    public static final String NO_TENANT = "00000000-0000-0000-0000-000000000000";
}
