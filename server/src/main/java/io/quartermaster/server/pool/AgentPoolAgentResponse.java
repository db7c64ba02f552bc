package io.quartermaster.server.pool;

import java.util.UUID;

/**
 * An agent of a pool in answers.
 *
 * @param enableDiscover never without {@code allowsDiscover}
 * @param allowsDiscover what the agent has announced
 */
public record AgentPoolAgentResponse(
        UUID agentId,
        boolean enableDiscover,
        boolean enableMonitor,
        String version,
        boolean allowsDiscover,
        boolean allowsMonitor,
        String clientMachine) {

    static AgentPoolAgentResponse of(PooledAgent agent) {
        return new AgentPoolAgentResponse(
                agent.agentId(),
                agent.discover(),
                agent.monitor(),
                agent.version(),
                agent.allowsSsl(),
                agent.allowsSsl(),
                agent.clientMachine());
    }
}
