package io.quartermaster.server.agent;

import io.quartermaster.server.security.Caller;
import java.util.Collection;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * What goes with an agent when it is reset or deleted: its jobs, its certificate stores. One bean for each part of the
 * server that keeps something for agents.
 *
 * <p>All methods run in the transaction of the command, after the agents were locked. Safe for many threads.
 */
public interface AgentDeparture {

    /** Why agents leave. */
    enum Cause {
        /** The agent stays, and starts again as a new one. */
        RESET,
        /** The agent goes for good. */
        DELETE
    }

    /** Who goes first: the order in which the server takes locks. */
    enum Turn {
        CERTIFICATE_STORES,
        JOBS,
        POOLS
    }

    Turn turn();

    /** How much would go with one agent. */
    Departing departing(Handle tx, UUID agentId);

    /**
     * Refuses a caller who may reset and delete agents, but not what goes with these.
     *
     * @throws io.quartermaster.server.error.CommandException NO_PERMISSION
     */
    void permit(Caller caller, Handle tx, Collection<UUID> agentIds);

    /**
     * Takes away what belongs to the agents; as sets, not one by one. History stays.
     *
     * @param actor for events and audit
     */
    void leave(Handle tx, Collection<UUID> agentIds, Cause cause, String actor);
}
