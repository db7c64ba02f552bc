package io.quartermaster.server.job;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An attempt in the history, with all that can be said in one line.
 *
 * @param storeId null for a job that acts on no store
 * @param requestedAt of the job, and by whom
 * @param retryCount the retry this attempt was; 0 for the first run
 * @param lost closed by the server, without a word from the agent
 * @param verified what a later inventory has shown of it; empty for one that changes no certificate store
 * @param verification the same in a sentence; null when nothing was shown
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
        boolean lost,
        Optional<Verified> verified,
        @Nullable String verification) {}
