package io.quartermaster.agent.session;

import io.quartermaster.agent.protocol.AgentVersion;
import java.util.List;

/**
 * Who the agent says it is.
 *
 * @param clientMachine its name on the server
 * @param capabilities what it can do, e.g. {@code CertStores.PEM.Inventory}
 */
public record AgentIdentity(String clientMachine, AgentVersion version, List<String> capabilities) {
    public AgentIdentity {
        capabilities = List.copyOf(capabilities);
    }
}
