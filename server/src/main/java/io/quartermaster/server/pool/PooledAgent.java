package io.quartermaster.server.pool;

import java.util.UUID;

/**
 * An agent as a member of a pool.
 *
 * @param allowsSsl it has announced the capability; one that has lost it stays in its pool, and is used for nothing
 * @param discover the pool uses it to look for endpoints; never without {@code allowsSsl}
 * @param monitor the pool uses it to watch known endpoints; never without {@code allowsSsl}
 */
record PooledAgent(
        UUID agentId, String clientMachine, String version, boolean allowsSsl, boolean discover, boolean monitor) {}
