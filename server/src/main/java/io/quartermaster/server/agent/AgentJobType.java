package io.quartermaster.server.agent;

import io.quartermaster.agent.protocol.BuiltInJobType;
import io.quartermaster.agent.protocol.Capabilities;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A job type of this server that an agent can do, as the API shows it.
 *
 * @param name for people: {@code JKS Inventory}
 * @param certStoreTypeShortName the store type; empty for job types of none
 * @param certStoreJobType {@code Inventory}, {@code Management}, {@code Discovery} or {@code Reenrollment}; empty for job
 *     types of no store type
 * @param jobTypeId by which agents choose their handler
 */
public record AgentJobType(String name, String certStoreTypeShortName, String certStoreJobType, UUID jobTypeId) {
    private static final String LOGS_NAME = "Orchestrator Log Retrieval";

    /** Agents spell them in more than one way. */
    private static final Map<String, String> KINDS = Map.of(
            "inventory", "Inventory",
            "management", "Management",
            "discovery", "Discovery",
            "reenrollment", "Reenrollment");

    /** Those of an agent's capabilities for which this server has a job type, in the order of the agent. */
    static List<AgentJobType> of(AgentCapabilities capabilities, JobTypes types) {
        return capabilities.names().stream()
                .flatMap(name -> types.idOf(name).stream().map(id -> of(name, id)))
                .toList();
    }

    private static AgentJobType of(String capability, UUID id) {
        if (capability.equalsIgnoreCase(BuiltInJobType.FETCH_LOGS.capability())) {
            return new AgentJobType(LOGS_NAME, "", "", id);
        }
        String shortName = AgentCapabilities.shortName(capability);
        if (!AgentCapabilities.startsWith(capability, Capabilities.CERTIFICATE_STORES_PREFIX)) {
            return new AgentJobType(shortName, "", "", id);
        }
        String kind = capability.substring(capability.lastIndexOf('.') + 1);
        String known = KINDS.getOrDefault(AgentCapabilities.fold(kind), kind);
        return new AgentJobType(shortName + " " + known, shortName, known, id);
    }
}
