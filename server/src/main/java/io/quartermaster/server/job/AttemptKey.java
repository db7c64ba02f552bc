package io.quartermaster.server.job;

import java.util.UUID;

/** Names an attempt, whether it is in process or over. */
record AttemptKey(UUID agentId, long historyId) {}
