package io.quartermaster.server.job;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One attempt in process: a job that was handed out and has not been completed.
 *
 * @param historyId its row in the history; {@code AuditId} on the agent wire
 * @param sessionToken the session that asked for it
 * @param retryCount 0 on the first run
 */
public record Attempt(
        UUID agentId,
        UUID jobId,
        long historyId,
        Instant operationStart,
        JobKind kind,
        UUID jobTypeId,
        String jobType,
        @Nullable StorePlace store,
        UUID sessionToken,
        int retryCount,
        JsonNode fields) {}
