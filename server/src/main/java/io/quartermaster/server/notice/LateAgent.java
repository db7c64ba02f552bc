package io.quartermaster.server.notice;

import java.time.Instant;
import java.util.UUID;

/**
 * An agent that is late.
 *
 * @param lastSeen when it was heard of last
 * @param since when that was found to be too long ago
 */
record LateAgent(UUID agentId, String clientMachine, Instant lastSeen, Instant since) {}
