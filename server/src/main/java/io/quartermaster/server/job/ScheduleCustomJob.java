package io.quartermaster.server.job;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_MODIFY;

import io.quartermaster.server.agent.Agent;
import io.quartermaster.server.agent.AgentRepository;
import io.quartermaster.server.audit.AuditCategory;
import io.quartermaster.server.audit.AuditEntry;
import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/** Schedules a custom job, or a log fetch, on one agent. */
@Singleton
public class ScheduleCustomJob {
    private final Database database;
    private final AgentRepository agents;
    private final CustomJobSchedule schedule;
    private final AuditLog audit;
    private final InstantSource clock;

    public ScheduleCustomJob(
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
     * @throws CommandException NO_PERMISSION; UNKNOWN_ID for an unknown job type or agent; JOB_FIELD; AGENT_STATE for an
     *     agent that is not approved or cannot do such jobs
     */
    public ScheduledCustomJobs run(Caller caller, UUID agentId, CustomJobOrder order) {
        caller.require(AGENTS_MANAGEMENT_MODIFY);
        return database.inTransaction(tx -> {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            CustomWork work = schedule.lockWork(tx, order.jobTypeName());
            List<FieldValue> values = work.resolve(order.values());
            Agent agent = agents.lock(tx, List.of(agentId)).stream()
                    .findFirst()
                    .orElseThrow(() ->
                            new CommandException(ErrorKind.UNKNOWN_ID, "There is no orchestrator " + agentId + "."));
            refuseUnfit(work, agent);
            UUID jobId = schedule.add(tx, caller.name(), work, order.schedule(), values, List.of(agent.id()), now)
                    .getFirst();
            audit.append(
                    tx,
                    AuditEntry.done(
                            AuditCategory.ORCHESTRATOR_JOB,
                            AuditOperation.SCHEDULED,
                            caller.name(),
                            work.name() + " on " + agent.clientMachine(),
                            jobId.toString(),
                            scheduled(order, values)));
            return new ScheduledCustomJobs(
                    List.of(new ScheduledCustomJobs.JobOfAgent(jobId, agentId)),
                    List.of(),
                    work.name(),
                    order.schedule(),
                    values,
                    now);
        });
    }

    static void refuseUnfit(CustomWork work, Agent agent) {
        if (!work.canBeDoneBy(agent)) {
            throw new CommandException(
                    ErrorKind.AGENT_STATE,
                    "Orchestrator " + agent.clientMachine()
                            + (agent.isApproved()
                                    ? " cannot do " + work.name() + " jobs: it lacks the capability "
                                            + String.join(" or ", work.capabilities()) + "."
                                    : " is not approved."));
        }
    }

    static AuditMessage scheduled(CustomJobOrder order, List<FieldValue> values) {
        String text = order.schedule().text();
        return new AuditMessage()
                .after("Schedule", text == null ? "Immediate" : text)
                .after(
                        "Fields",
                        String.join(
                                ", ", values.stream().map(FieldValue::toString).toList()));
    }
}
