package io.quartermaster.server.job;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_MODIFY;

import io.quartermaster.server.agent.AgentRepository;
import io.quartermaster.server.audit.AuditCategory;
import io.quartermaster.server.audit.AuditEntry;
import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.Plans;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Schedules the same custom job on several agents. Agents that are unknown, not approved or not capable of it are named
 * in the answer; the others get the job, even if these are none.
 */
@Singleton
public class ScheduleCustomJobs {
    /** Agents in one request. */
    public static final int AGENTS_MAX = 100_000;

    private final Database database;
    private final AgentRepository agents;
    private final CustomJobSchedule schedule;
    private final AuditLog audit;
    private final InstantSource clock;

    public ScheduleCustomJobs(
            Database database,
            AgentRepository agents,
            CustomJobSchedule schedule,
            AuditLog audit,
            InstantSource clock) {
        this.database = database;
        this.agents = agents;
        this.schedule = schedule;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * @param agentIds at most {@link #AGENTS_MAX}, each once
     * @throws io.quartermaster.server.error.CommandException NO_PERMISSION; UNKNOWN_ID for an unknown job type;
     *     JOB_FIELD; then nothing is scheduled
     */
    public ScheduledCustomJobs run(Caller caller, List<UUID> agentIds, CustomJobOrder order) {
        caller.require(AGENTS_MANAGEMENT_MODIFY);
        return database.inTransaction(
                tx -> runIn(tx, caller, agentIds, order, clock.instant().truncatedTo(ChronoUnit.MICROS)));
    }

    /** {@link #run} for a command of which this is a part; it has checked the permission. */
    public ScheduledCustomJobs runIn(Handle tx, Caller caller, List<UUID> agentIds, CustomJobOrder order, Instant now) {
        Plans.ignoreValues(tx);
        CustomWork work = schedule.lockWork(tx, order.jobTypeName());
        List<FieldValue> values = work.resolve(order.values());
        List<UUID> fit = agents.lockFit(tx, agentIds, work.capabilities());
        FieldValues.requireStorable(values, fit.size());
        List<UUID> jobIds = schedule.add(tx, caller.name(), work, order.schedule(), values, fit, now);
        audit.append(
                tx,
                AuditEntry.done(
                        AuditCategory.ORCHESTRATOR_JOB,
                        AuditOperation.SCHEDULED,
                        caller.name(),
                        work.name(),
                        fit.size() + " jobs",
                        ScheduleCustomJob.scheduled(order, values)
                                .after("Jobs", fit.size())
                                .after("FailedOrchestrators", agentIds.size() - fit.size())));
        return new ScheduledCustomJobs(
                pairs(jobIds, fit), failed(agentIds, fit), work.name(), order.schedule(), values, now);
    }

    private static List<ScheduledCustomJobs.JobOfAgent> pairs(List<UUID> jobIds, List<UUID> fit) {
        List<ScheduledCustomJobs.JobOfAgent> pairs = new ArrayList<>(fit.size());
        for (int i = 0; i < fit.size(); i++) {
            pairs.add(new ScheduledCustomJobs.JobOfAgent(jobIds.get(i), fit.get(i)));
        }
        return pairs;
    }

    private static List<UUID> failed(List<UUID> agentIds, List<UUID> fit) {
        Set<UUID> done = new HashSet<>(fit);
        return agentIds.stream().filter(id -> !done.contains(id)).toList();
    }
}
