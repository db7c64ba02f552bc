package io.quartermaster.server.pool;

import java.util.List;
import java.util.UUID;

/**
 * A pool with its agents.
 *
 * @param agents by machine name
 */
record AgentPool(UUID id, String name, List<PooledAgent> agents) {
    /** The pool of all that are in no other; it is made with the database, and stays. */
    static final UUID DEFAULT_ID = new UUID(0, 1);

    boolean isDefault() {
        return id.equals(DEFAULT_ID);
    }

    AgentPool {
        agents = List.copyOf(agents);
    }
}
