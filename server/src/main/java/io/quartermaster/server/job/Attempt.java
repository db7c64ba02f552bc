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
        JsonNode fields) {

    /** An attempt of a job, as the job is now. */
    static Attempt of(ScheduledJob job, long historyId, Instant operationStart, UUID sessionToken) {
        return new Attempt(
                job.agentId(),
                job.jobId(),
                historyId,
                operationStart,
                job.kind(),
                job.jobTypeId(),
                job.jobType(),
                job.store(),
                sessionToken,
                job.retryCount(),
                job.fields());
    }

    /**
     * The store it runs on.
     *
     * @throws IllegalStateException for one that runs on none
     */
    public UUID storeId() {
        if (store == null) {
            throw new IllegalStateException("A job of kind " + kind + " without a store: " + jobId);
        }
        return store.storeId();
    }

    /** As it is named where somebody acts in its name. */
    String actor() {
        return "session " + sessionToken;
    }
}
