package io.quartermaster.server.pool;

import io.quartermaster.server.agent.Agent;
import io.quartermaster.server.agent.AgentIds;
import io.quartermaster.server.agent.AgentRepository;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.error.FailedOperation;
import jakarta.inject.Singleton;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Which agents can be in a pool. Works in the command's transaction. Safe for many threads. */
@Singleton
public class Poolable {
    private final AgentRepository agents;
    private final AgentPoolRepository pools;

    public Poolable(AgentRepository agents, AgentPoolRepository pools) {
        this.agents = agents;
        this.pools = pools;
    }

    /**
     * Locks the agents that somebody wants in a pool, and refuses those that cannot be: an agent comes from the default
     * pool, or is in this one already.
     *
     * @throws CommandException UNKNOWN_ID; AGENT_STATE naming each agent that is in another pool, or in none because it is
     *     not approved or has not announced SSL
     */
    void lockAll(Handle tx, UUID poolId, WantedPool wanted) {
        if (wanted.agents().isEmpty()) {
            return;
        }
        List<Agent> locked = agents.lockAll(tx, new AgentIds(new LinkedHashSet<>(wanted.agentIds())));
        Map<UUID, AgentPoolRepository.Head> current = pools.poolsOf(tx, wanted.agentIds());
        List<FailedOperation> failed = locked.stream()
                .flatMap(agent -> fault(agent, Optional.ofNullable(current.get(agent.id())), poolId).stream()
                        .map(fault -> new FailedOperation(agent.id().toString(), fault)))
                .toList();
        if (!failed.isEmpty()) {
            throw new CommandException(
                    ErrorKind.AGENT_STATE,
                    failed.size() + (failed.size() == 1 ? " agent" : " agents") + " cannot be put into the pool.",
                    failed);
        }
    }

    private static Optional<String> fault(Agent agent, Optional<AgentPoolRepository.Head> current, UUID poolId) {
        if (current.isPresent()) {
            AgentPoolRepository.Head pool = current.get();
            return pool.id().equals(poolId) || pool.id().equals(AgentPool.DEFAULT_ID)
                    ? Optional.empty()
                    : Optional.of("Agent " + agent.clientMachine() + " is in the pool " + pool.name()
                            + ". Take it out of that one first.");
        }
        return Optional.of("Agent " + agent.clientMachine()
                + (agent.isApproved()
                        ? " has not announced the capability " + AgentPoolRepository.CAPABILITY + "."
                        : " is not approved."));
    }
}
