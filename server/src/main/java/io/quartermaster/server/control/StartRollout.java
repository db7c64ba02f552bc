package io.quartermaster.server.control;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_MODIFY;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.job.CustomJobOrder;
import io.quartermaster.server.job.ScheduleCustomJobs;
import io.quartermaster.server.job.ScheduledCustomJobs;
import io.quartermaster.server.job.ScheduledCustomJobs.JobOfAgent;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Schedules the same custom job on several agents, in waves: the jobs of a wave start when those of the wave before have
 * ended, and none does any more once too many have failed.
 */
@Singleton
public class StartRollout {
    private final Database database;
    private final ScheduleCustomJobs scheduleCustomJobs;
    private final HoldInWaves holdInWaves;
    private final InstantSource clock;

    public StartRollout(
            Database database, ScheduleCustomJobs scheduleCustomJobs, HoldInWaves holdInWaves, InstantSource clock) {
        this.database = database;
        this.scheduleCustomJobs = scheduleCustomJobs;
        this.holdInWaves = holdInWaves;
        this.clock = clock;
    }

    /**
     * @param rollout as it begins
     * @param failedAgentIds that are unknown, not approved or not capable of the job, and got none
     */
    public record Started(Rollout rollout, List<UUID> failedAgentIds) {}

    /**
     * @param agentIds in the order in which they are to come, each once
     * @throws CommandException NO_PERMISSION; UNKNOWN_ID for an unknown job type; JOB_FIELD; AGENT_STATE when none of the
     *     agents can do it
     */
    public Started run(Caller caller, List<UUID> agentIds, CustomJobOrder order, RolloutPlan plan) {
        caller.require(AGENTS_MANAGEMENT_MODIFY);
        return database.inTransaction(tx -> {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            ScheduledCustomJobs scheduled = scheduleCustomJobs.runIn(tx, caller, agentIds, order, now);
            if (scheduled.jobs().isEmpty()) {
                throw new CommandException(
                        ErrorKind.AGENT_STATE,
                        "None of the orchestrators is approved and can do " + scheduled.jobTypeName() + " jobs.");
            }
            Rollout rollout = holdInWaves.run(
                    tx, caller.name(), scheduled.jobTypeName(), inOrder(agentIds, scheduled), plan, now);
            return new Started(rollout, scheduled.failedAgentIds());
        });
    }

    private static List<JobOfAgent> inOrder(List<UUID> agentIds, ScheduledCustomJobs scheduled) {
        Map<UUID, JobOfAgent> byAgent = new HashMap<>();
        scheduled.jobs().forEach(job -> byAgent.put(job.agentId(), job));
        List<JobOfAgent> inOrder = new ArrayList<>();
        for (UUID agentId : agentIds) {
            JobOfAgent job = byAgent.get(agentId);
            if (job != null) {
                inOrder.add(job);
            }
        }
        return inOrder;
    }
}
