package io.quartermaster.server.job;

import io.quartermaster.server.agent.AgentStatus;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Everything that decides whether a job may start, as it was at one moment.
 *
 * @param agent null when there is no such agent any more
 * @param capabilities of these names, in any case, the agent needs one
 * @param running its own attempt
 * @param onStore the attempt of another job on the same certificate store
 * @param ahead the job of the same store that comes before it
 * @param obstacles what the judges found
 */
record StartFacts(
        ScheduledJob job,
        @Nullable AgentFacts agent,
        List<String> capabilities,
        @Nullable RunningAttempt running,
        @Nullable OtherJob onStore,
        @Nullable OtherJob ahead,
        Set<Obstacle> obstacles,
        Instant now) {

    /** @param lastSeen null for an agent that never called */
    record AgentFacts(
            String clientMachine,
            AgentStatus status,
            @Nullable Instant lastSeen) {}

    record RunningAttempt(long historyId, Instant start) {}

    /** @param at when it began, or when it is due */
    record OtherJob(UUID jobId, String jobType, Instant at) {}

    boolean isBlockedBy(Obstacle obstacle) {
        return obstacles.contains(obstacle);
    }

    /** For sentences. */
    String agentName() {
        return agent == null ? job.agentId().toString() : agent.clientMachine();
    }
}
