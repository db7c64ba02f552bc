package io.quartermaster.benchmarks;

import java.util.UUID;

/** A due job of an agent, with the token of the session in which the agent asks for it. */
record Errand(UUID agentId, UUID sessionToken, UUID jobId) {}
