package io.quartermaster.server.job;

import static io.quartermaster.server.error.ErrorKind.NAME_IN_USE;
import static io.quartermaster.server.error.ErrorKind.NOT_ELIGIBLE;
import static io.quartermaster.server.error.ErrorKind.UNKNOWN_ID;
import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_MODIFY;

import io.quartermaster.server.agent.AgentRepository;
import io.quartermaster.server.agent.AgentSessions;
import io.quartermaster.server.audit.AuditCategory;
import io.quartermaster.server.audit.AuditEntry;
import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.Ids;
import io.quartermaster.server.query.QueryContext;
import io.quartermaster.server.query.SqlCondition;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.security.StoreVerb;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Runs failed jobs once more, at once. With a list, every row must be eligible; with a query, rows in another state are
 * skipped, but a row of a kind that cannot be rescheduled refuses the request.
 */
@Singleton
public class RescheduleJobs {
    private final Database database;
    private final AgentRepository agents;
    private final JobRepository jobs;
    private final HistoryRepository history;
    private final AgentSessions sessions;
    private final JobOperations operations;
    private final AuditLog audit;
    private final Ids ids;
    private final InstantSource clock;

    public RescheduleJobs(
            Database database,
            AgentRepository agents,
            JobRepository jobs,
            HistoryRepository history,
            AgentSessions sessions,
            JobOperations operations,
            AuditLog audit,
            Ids ids,
            InstantSource clock) {
        this.database = database;
        this.agents = agents;
        this.jobs = jobs;
        this.history = history;
        this.sessions = sessions;
        this.operations = operations;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * @throws io.quartermaster.server.error.CommandException QUERY, UNKNOWN_ID, NOT_ELIGIBLE, NO_PERMISSION or
     *     NAME_IN_USE (an equal job is scheduled already); then nothing is rescheduled
     */
    public JobOperation run(Caller caller, AttemptSelection selection) {
        caller.require(AGENTS_MANAGEMENT_MODIFY);
        return database.inTransaction(tx -> run(tx, caller, selection));
    }

    /**
     * The same in the transaction of a command that does more.
     *
     * @throws io.quartermaster.server.error.CommandException as {@link #run(Caller, AttemptSelection)}
     */
    public JobOperation run(Handle tx, Caller caller, AttemptSelection selection) {
        caller.require(AGENTS_MANAGEMENT_MODIFY);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        SqlCondition selected = selection.condition(new QueryContext(now, caller.name()));
        if (selection instanceof AttemptSelection.ById byId) {
            Refusals.refuse(
                    UNKNOWN_ID,
                    history.unknown(tx, byId.historyIds()),
                    "was not found in the history.",
                    "were not found in the history.");
            Refusals.refuse(
                    NOT_ELIGIBLE,
                    JobTable.HISTORY.refused(tx, selected, List.of(Reschedulable.STATE)),
                    "cannot be rescheduled.",
                    "cannot be rescheduled.");
        }
        // Everything is judged once more on exactly the rows that are locked, so that nothing changes before it is
        // done.
        // The agents are locked first: two requests about equal jobs come one after the other.
        List<HistoryRepository.FailedAttempt> found = history.failed(tx, selected);
        List<UUID> agentIds = found.stream()
                .map(HistoryRepository.FailedAttempt::agentId)
                .distinct()
                .toList();
        agents.lock(tx, agentIds);
        jobs.lockAll(
                tx, found.stream().map(HistoryRepository.FailedAttempt::jobId).toList());
        List<HistoryRepository.FailedAttempt> rows = history.lockFailed(tx, found);
        Refusals.refuseOvertaken(expected(selection), rows.size());
        SqlCondition failed = selected(rows);
        Refusals.refuse(
                NOT_ELIGIBLE,
                JobTable.HISTORY.refused(tx, failed, Reschedulable.CONDITIONS),
                "cannot be rescheduled.",
                "cannot be rescheduled.");
        Refusals.refuseContainers(
                caller, JobTable.HISTORY.containersOutside(tx, failed, caller.containers(StoreVerb.SCHEDULE)));
        Refusals.refuse(
                NAME_IN_USE,
                JobTable.HISTORY.refused(tx, failed, List.of(Reschedulable.EQUAL_SCHEDULED)),
                "is scheduled already.",
                "are scheduled already.");
        List<UUID> newJobIds = rows.stream().map(row -> ids.next()).toList();
        JobOperation operation = operations.begin(BulkAction.RESCHEDULE, caller, selection, now);
        history.reschedule(tx, rows, newJobIds, operation);
        sessions.markStale(tx, agentIds);
        audit.append(
                tx,
                AuditEntry.done(
                        AuditCategory.ORCHESTRATOR_JOB,
                        AuditOperation.RESTARTED,
                        caller.name(),
                        "Reschedule",
                        rows.size() + " jobs",
                        new AuditMessage()
                                .after("Jobs", rows.size())
                                .after("Selection", selection.words())
                                .after("Operation", operation.id())));
        return operations.end(tx, operation, rows.size(), (int) rows.stream()
                .map(HistoryRepository.FailedAttempt::agentId)
                .distinct()
                .count());
    }

    private static SqlCondition selected(List<HistoryRepository.FailedAttempt> rows) {
        return new SqlCondition(
                "h.id = ANY (:ids)",
                Map.of(
                        "ids",
                        rows.stream()
                                .map(HistoryRepository.FailedAttempt::historyId)
                                .toArray(Long[]::new)));
    }

    private static long expected(AttemptSelection selection) {
        return switch (selection) {
            case AttemptSelection.ById(List<Long> historyIds) -> historyIds.size();
            case AttemptSelection.Planned(PlannedSet set) -> set.count();
            case AttemptSelection.ByQuery(String query) -> 0;
        };
    }
}
