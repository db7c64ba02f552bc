package io.quartermaster.server.job;

import static io.quartermaster.server.error.ErrorKind.NOT_ELIGIBLE;
import static io.quartermaster.server.error.ErrorKind.UNKNOWN_ID;
import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_MODIFY;

import io.quartermaster.server.audit.AuditCategory;
import io.quartermaster.server.audit.AuditEntry;
import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.query.QueryContext;
import io.quartermaster.server.query.SqlCondition;
import io.quartermaster.server.security.Caller;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Marks failures and warnings as seen, so that they leave the count of what needs a person. A retry that waits goes on.
 * With a list, every row must be eligible, or be acknowledged already; with a query, the others are skipped.
 */
@Singleton
public class AcknowledgeJobs {
    private final Database database;
    private final HistoryRepository history;
    private final JobOperations operations;
    private final AuditLog audit;
    private final InstantSource clock;

    public AcknowledgeJobs(
            Database database,
            HistoryRepository history,
            JobOperations operations,
            AuditLog audit,
            InstantSource clock) {
        this.database = database;
        this.history = history;
        this.operations = operations;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * @throws io.quartermaster.server.error.CommandException QUERY for a query that cannot be read; UNKNOWN_ID or
     *     NOT_ELIGIBLE when one of a list may not be acknowledged; then none is
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
                    JobTable.HISTORY.refused(tx, selected, List.of(Acknowledgeable.STATE)),
                    "cannot be acknowledged.",
                    "cannot be acknowledged.");
        }
        JobOperation operation = operations.begin(BulkAction.ACKNOWLEDGE, caller, selection, now);
        HistoryRepository.Acknowledged acknowledged = history.acknowledge(tx, selected, operation);
        Refusals.refuseOvertaken(selection.planned().map(PlannedSet::count).orElse(0L), acknowledged.count());
        audit.append(
                tx,
                AuditEntry.done(
                        AuditCategory.ORCHESTRATOR_JOB,
                        AuditOperation.UPDATED,
                        caller.name(),
                        "Acknowledge",
                        acknowledged.count() + " jobs",
                        new AuditMessage()
                                .after("Jobs", acknowledged.count())
                                .after("Selection", selection.words())
                                .after("Operation", operation.id())));
        return operations.end(tx, operation, acknowledged.count(), acknowledged.agents());
    }
}
