package io.quartermaster.server.job;

import static io.quartermaster.server.error.ErrorKind.NOT_ELIGIBLE;
import static io.quartermaster.server.error.ErrorKind.UNKNOWN_ID;
import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_MODIFY;

import io.quartermaster.server.agent.AgentSessions;
import io.quartermaster.server.audit.AuditCategory;
import io.quartermaster.server.audit.AuditEntry;
import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.Plans;
import io.quartermaster.server.query.QueryContext;
import io.quartermaster.server.query.SqlCondition;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.security.ContainerScope;
import io.quartermaster.server.security.StoreVerb;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Takes scheduled jobs off the schedule. All or none: one job that may not be unscheduled refuses the request.
 *
 * <p>What was taken back never runs: the statement that removes a job and the one that hands it out change the same row,
 * each only in the state it expects.
 */
@Singleton
public class UnscheduleJobs {
    private final Database database;
    private final JobRepository jobs;
    private final AgentSessions sessions;
    private final JobOperations operations;
    private final AuditLog audit;
    private final InstantSource clock;

    public UnscheduleJobs(
            Database database,
            JobRepository jobs,
            AgentSessions sessions,
            JobOperations operations,
            AuditLog audit,
            InstantSource clock) {
        this.database = database;
        this.jobs = jobs;
        this.sessions = sessions;
        this.operations = operations;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * @throws io.quartermaster.server.error.CommandException QUERY for a query that cannot be read; UNKNOWN_ID,
     *     NOT_ELIGIBLE or NO_PERMISSION, in this order, when one of the jobs may not be unscheduled; then none is
     */
    public JobOperation run(Caller caller, JobSelection selection) {
        caller.require(AGENTS_MANAGEMENT_MODIFY);
        return database.inTransaction(tx -> run(tx, caller, selection));
    }

    /**
     * The same in the transaction of a command that does more.
     *
     * @throws io.quartermaster.server.error.CommandException as {@link #run(Caller, JobSelection)}
     */
    public JobOperation run(Handle tx, Caller caller, JobSelection selection) {
        caller.require(AGENTS_MANAGEMENT_MODIFY);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        QueryContext context = new QueryContext(now, caller.name());
        SqlCondition selected = selection.condition(context);
        ContainerScope reach = caller.containers(StoreVerb.SCHEDULE);
        OptionalLong expected = expected(selection);
        // Where all of them can be removed, none is refused, and one look at them says so.
        SqlCondition chosen = selected;
        if (expected.isPresent()) {
            if (selection instanceof JobSelection.ById) {
                Plans.ignoreValues(tx);
            }
            if (jobs.countRemovable(tx, selected, reach) != expected.getAsLong()) {
                refuse(tx, caller, selection, selected, reach);
            }
        } else {
            Optional<List<UUID>> found = jobs.allRemovable(tx, selected, reach, JobSelection.IDS_MAX);
            if (found.isPresent()) {
                // The query is not looked for a second time: its jobs are found by their ids, and must still fit it.
                chosen = selected.and(new JobSelection.ById(found.get()).condition(context));
                Plans.ignoreValues(tx);
            } else {
                refuse(tx, caller, selection, selected, reach);
            }
        }
        JobOperation operation = operations.begin(BulkAction.UNSCHEDULE, caller, selection, now);
        ChangedJobs removed = jobs.removeScheduled(tx, chosen, reach, operation);
        Refusals.refuseOvertaken(expected.orElse(0), removed.count());
        sessions.markStale(tx, removed.agentIds());
        audit.append(tx, unscheduled(caller, selection, removed, operation));
        return operations.end(tx, operation, removed.count(), removed.agentIds().size());
    }

    private void refuse(Handle tx, Caller caller, JobSelection selection, SqlCondition selected, ContainerScope reach) {
        SqlCondition judged = selected;
        if (selection instanceof JobSelection.ById byId) {
            Refusals.refuse(
                    UNKNOWN_ID, jobs.unknown(tx, byId.jobIds()), "is not on the schedule.", "are not on the schedule.");
        } else {
            // A query finds what is listed; by id, a one-time job in process is found and refused with the reason.
            judged = new SqlCondition("(" + selected.sql() + ") AND " + JobRepository.LISTED, selected.bindings());
        }
        Refusals.refuse(
                NOT_ELIGIBLE,
                JobTable.SCHEDULED.refused(tx, judged, Unschedulable.CONDITIONS),
                "cannot be unscheduled.",
                "cannot be unscheduled.");
        Refusals.refuseContainers(caller, JobTable.SCHEDULED.containersOutside(tx, judged, reach));
    }

    /** How many jobs there must be; of a query as many as it finds. */
    private static OptionalLong expected(JobSelection selection) {
        return switch (selection) {
            case JobSelection.ById(List<UUID> jobIds) -> OptionalLong.of(jobIds.size());
            case JobSelection.Planned(PlannedSet set) -> OptionalLong.of(set.count());
            case JobSelection.ByQuery(String query) -> OptionalLong.empty();
        };
    }

    private static AuditEntry unscheduled(
            Caller caller, JobSelection selection, ChangedJobs removed, JobOperation operation) {
        return AuditEntry.done(
                AuditCategory.ORCHESTRATOR_JOB,
                AuditOperation.DELETED,
                caller.name(),
                "Unschedule",
                removed.count() + " jobs",
                new AuditMessage()
                        .before("Jobs", removed.count())
                        .before("Agents", removed.agentIds().size())
                        .after("Selection", selection.words())
                        .after("Operation", operation.id()));
    }
}
