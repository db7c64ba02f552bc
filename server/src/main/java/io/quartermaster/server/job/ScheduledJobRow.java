package io.quartermaster.server.job;

import io.quartermaster.server.schedule.Schedule;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job on the schedule, as lists show it.
 *
 * @param agentMachine null when the agent is gone
 * @param target what it acts on; null when there is nothing to show
 */
public record ScheduledJobRow(
        UUID jobId,
        @Nullable String agentMachine,
        @Nullable String target,
        Schedule schedule,
        Instant nextRun,
        Instant requestedAt,
        String jobType) {}
