package io.quartermaster.server.job;

import java.util.List;
import java.util.UUID;

/** How many jobs a statement took off the schedule, or put on it, and of which agents. */
public record ChangedJobs(long count, List<UUID> agentIds) {

    /** The part of one agent. */
    record OfAgent(UUID agentId, long count) {}

    static ChangedJobs of(List<OfAgent> changed) {
        return new ChangedJobs(
                changed.stream().mapToLong(OfAgent::count).sum(),
                changed.stream().map(OfAgent::agentId).toList());
    }
}
