package io.quartermaster.server.job;

import io.quartermaster.server.schedule.Schedule;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job on the schedule, with all that can be said in one line.
 *
 * @param agentMachine null when the agent is gone
 * @param store null for a job that acts on no store
 * @param inProcess an attempt of it runs now
 */
public record JobLine(
        UUID jobId,
        UUID agentId,
        @Nullable String agentMachine,
        JobKind kind,
        String jobType,
        @Nullable StorePlace store,
        @Nullable String target,
        Schedule schedule,
        Instant nextRun,
        Instant requestedAt,
        String requestedBy,
        boolean inProcess,
        int retryCount,
        int priority) {}
