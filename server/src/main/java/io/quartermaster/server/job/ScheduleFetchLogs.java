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
import io.quartermaster.server.schedule.Schedule;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/** Asks one agent, at once, for the end of its log. What it sends is the data of that attempt, see {@link GetJobData}. */
@Singleton
public class ScheduleFetchLogs {
    private final Database database;
    private final AgentRepository agents;
    private final CustomJobSchedule schedule;
    private final AuditLog audit;
    private final InstantSource clock;

    public ScheduleFetchLogs(
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
     * @return the id of the job
     * @throws CommandException NO_PERMISSION; NOT_FOUND for an unknown agent; AGENT_STATE for one that is not approved or
     *     cannot send its log
     */
    public UUID run(Caller caller, UUID agentId) {
        caller.require(AGENTS_MANAGEMENT_MODIFY);
        return database.inTransaction(tx -> {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            Agent agent = agents.lock(tx, List.of(agentId)).stream()
                    .findFirst()
                    .orElseThrow(() ->
                            new CommandException(ErrorKind.NOT_FOUND, "There is no orchestrator " + agentId + "."));
            ScheduleCustomJob.refuseUnfit(CustomWork.FETCH_LOGS, agent);
            UUID jobId = schedule.add(
                            tx,
                            caller.name(),
                            CustomWork.FETCH_LOGS,
                            new Schedule.Immediate(),
                            List.of(),
                            List.of(agent.id()),
                            now)
                    .getFirst();
            audit.append(
                    tx,
                    AuditEntry.done(
                            AuditCategory.ORCHESTRATOR_JOB,
                            AuditOperation.SCHEDULED,
                            caller.name(),
                            CustomWork.FETCH_LOGS.name() + " on " + agent.clientMachine(),
                            jobId.toString(),
                            new AuditMessage().after("Schedule", "Immediate")));
            return jobId;
        });
    }
}
