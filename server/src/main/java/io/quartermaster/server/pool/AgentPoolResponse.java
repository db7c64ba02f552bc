package io.quartermaster.server.pool;

import java.util.List;
import java.util.UUID;

/** A pool in answers. */
public record AgentPoolResponse(
        UUID agentPoolId,
        String name,
        long discoverAgentsCount,
        long monitorAgentsCount,
        List<AgentPoolAgentResponse> agents) {

    static AgentPoolResponse of(AgentPool pool) {
        return new AgentPoolResponse(
                pool.id(),
                pool.name(),
                pool.agents().stream().filter(PooledAgent::discover).count(),
                pool.agents().stream().filter(PooledAgent::monitor).count(),
                pool.agents().stream().map(AgentPoolAgentResponse::of).toList());
    }
}
