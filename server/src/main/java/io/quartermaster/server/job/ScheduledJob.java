package io.quartermaster.server.job;

import com.fasterxml.jackson.databind.JsonNode;
import io.quartermaster.server.schedule.Schedule;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of the schedule.
 *
 * @param inProcess an attempt of it runs now; a one-time job is then not listed
 * @param rolloutId the rollout it belongs to; null for none
 * @param jitteredSeconds so much of the next run is chance, at most {@code jitterSeconds}
 * @param retryCount how often it was tried again; 0 before and during the first attempt
 */
public record ScheduledJob(
        UUID jobId,
        UUID agentId,
        JobKind kind,
        UUID jobTypeId,
        String jobType,
        @Nullable StorePlace store,
        @Nullable String target,
        Schedule schedule,
        Instant requestedAt,
        String requestedBy,
        Instant nextRun,
        boolean inProcess,
        int retryCount,
        int priority,
        JsonNode fields,
        Overlap overlap,
        int jitterSeconds,
        int jitteredSeconds,
        @Nullable UUID rolloutId) {}
