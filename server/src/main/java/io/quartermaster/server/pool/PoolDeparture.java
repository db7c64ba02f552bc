package io.quartermaster.server.pool;

import io.quartermaster.server.agent.AgentDeparture;
import io.quartermaster.server.agent.Departing;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** An agent that is reset or deleted leaves its pool; approved again, it is in the default pool. Safe for many threads. */
@Singleton
public class PoolDeparture implements AgentDeparture {
    private final AgentPoolRepository pools;

    public PoolDeparture(AgentPoolRepository pools) {
        this.pools = pools;
    }

    @Override
    public Turn turn() {
        return Turn.POOLS;
    }

    /** Nothing that would be lost: being in a pool is no reason to keep an agent. */
    @Override
    public Departing departing(Handle tx, UUID agentId) {
        return new Departing("agent pools", 0);
    }

    /** Whoever may reset an agent may take it out of its pool by that. */
    @Override
    public void permit(Caller caller, Handle tx, Collection<UUID> agentIds) {}

    @Override
    public void leave(Handle tx, Collection<UUID> agentIds, Cause cause, String actor) {
        pools.removeMembers(tx, agentIds);
    }
}
