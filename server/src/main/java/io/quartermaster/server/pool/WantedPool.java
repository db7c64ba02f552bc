package io.quartermaster.server.pool;

import java.util.List;
import java.util.UUID;

/**
 * What somebody wants a pool to be.
 *
 * @param agents each agent once; may be empty
 */
record WantedPool(String name, List<Member> agents) {
    /**
     * @param discover whether the pool shall use it to look for endpoints
     * @param monitor whether the pool shall use it to watch known endpoints
     */
    record Member(UUID agentId, boolean discover, boolean monitor) {}

    WantedPool {
        agents = List.copyOf(agents);
    }

    List<UUID> agentIds() {
        return agents.stream().map(Member::agentId).toList();
    }
}
