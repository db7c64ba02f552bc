package io.quartermaster.server.job;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An attempt in the history, with all that can be said in one line.
 *
 * @param storeId null for a job that acts on no store
 * @param requestedAt of the job, and by whom
 * @param retryCount the retry this attempt was; 0 for the first run
 * @param lost closed by the server, without a word from the agent
 */
public record ListedAttempt(
        JobHistoryRow row,
        UUID agentId,
        JobKind kind,
        @Nullable UUID storeId,
        @Nullable String target,
        Instant requestedAt,
        String requestedBy,
        int retryCount,
        boolean lost) {}
