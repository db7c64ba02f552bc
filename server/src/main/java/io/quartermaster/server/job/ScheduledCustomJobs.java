package io.quartermaster.server.job;

import io.quartermaster.server.schedule.Schedule;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What was scheduled.
 *
 * @param jobs one for each agent that can do it
 * @param failedAgentIds in the order in which they were asked for
 * @param jobTypeName as the type spells it
 * @param values of every job, defaults included; secrets are not to be shown
 */
public record ScheduledCustomJobs(
        List<JobOfAgent> jobs,
        List<UUID> failedAgentIds,
        String jobTypeName,
        Schedule schedule,
        List<FieldValue> values,
        Instant requestedAt) {

    /** One job and who is to do it. */
    public record JobOfAgent(UUID jobId, UUID agentId) {}
}
