package io.quartermaster.server.operation;

import static io.quartermaster.server.error.ErrorKind.CHANGED_MEANWHILE;
import static io.quartermaster.server.error.ErrorKind.NOT_ELIGIBLE;
import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_MODIFY;

import io.quartermaster.server.agent.AgentSessions;
import io.quartermaster.server.audit.AuditCategory;
import io.quartermaster.server.audit.AuditEntry;
import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.Ids;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.job.BulkAction;
import io.quartermaster.server.job.ChangedJobs;
import io.quartermaster.server.job.JobOperation;
import io.quartermaster.server.job.JobOperationRepository;
import io.quartermaster.server.job.JobOperations;
import io.quartermaster.server.job.JobRepository;
import io.quartermaster.server.job.KeptJobRepository;
import io.quartermaster.server.job.Refusals;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.security.StoreVerb;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Takes an unschedule back: its jobs are on the schedule again as they were, secrets and retries included, under new ids,
 * since the old ones may have been answered as cancelled. What was due meanwhile runs at the next poll. All or none: one
 * job that cannot be put back as it was refuses the request.
 */
@Singleton
public class UndoOperation {
    private final Database database;
    private final JobOperationRepository onRecord;
    private final JobOperations operations;
    private final KeptJobRepository keptJobs;
    private final JobRepository jobs;
    private final AgentSessions sessions;
    private final AuditLog audit;
    private final Ids ids;
    private final InstantSource clock;

    public UndoOperation(
            Database database,
            JobOperationRepository onRecord,
            JobOperations operations,
            KeptJobRepository keptJobs,
            JobRepository jobs,
            AgentSessions sessions,
            AuditLog audit,
            Ids ids,
            InstantSource clock) {
        this.database = database;
        this.onRecord = onRecord;
        this.operations = operations;
        this.keptJobs = keptJobs;
        this.jobs = jobs;
        this.sessions = sessions;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * @param reason for the record; null for none
     * @throws CommandException NO_PERMISSION; NOT_FOUND; NOT_ELIGIBLE for an operation that is no unschedule, or is too
     *     long ago; CHANGED_MEANWHILE when it was undone already, or naming each job that cannot be put back
     */
    public JobOperation run(Caller caller, UUID operationId, @Nullable String reason) {
        caller.require(AGENTS_MANAGEMENT_MODIFY);
        return database.inTransaction(tx -> {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            JobOperation unschedule =
                    onRecord.lock(tx, operationId).orElseThrow(() -> GetOperation.notFound(operationId));
            refuseUnlessOpen(unschedule, now);
            keptJobs.holdNeeds(tx, unschedule.id());
            Refusals.refuse(
                    CHANGED_MEANWHILE,
                    keptJobs.notRestorable(tx, unschedule),
                    "cannot be put back as it was.",
                    "cannot be put back as they were.");
            Refusals.refuseContainers(
                    caller, keptJobs.containersOutside(tx, unschedule, caller.containers(StoreVerb.SCHEDULE)));
            JobOperation undo = operations.beginUndo(unschedule, caller, reason, now);
            List<UUID> newIds =
                    Stream.generate(ids::next).limit(unschedule.jobs()).toList();
            ChangedJobs restored = jobs.restore(tx, unschedule.id(), newIds, undo);
            if (restored.count() != unschedule.jobs()) {
                throw new IllegalStateException("Of " + unschedule.jobs() + " jobs of operation " + unschedule.id()
                        + " " + restored.count() + " were kept");
            }
            onRecord.noteUndone(tx, unschedule.id(), undo.id());
            sessions.markStale(tx, restored.agentIds());
            audit.append(
                    tx,
                    AuditEntry.done(
                            AuditCategory.ORCHESTRATOR_JOB,
                            AuditOperation.SCHEDULED,
                            caller.name(),
                            "Undo",
                            restored.count() + " jobs",
                            new AuditMessage()
                                    .after("Jobs", restored.count())
                                    .after("Agents", restored.agentIds().size())
                                    .after("Undone", unschedule.id())
                                    .after("Operation", undo.id())
                                    .after("Reason", reason == null ? "" : reason)));
            return operations.end(
                    tx, undo, restored.count(), restored.agentIds().size());
        });
    }

    private static void refuseUnlessOpen(JobOperation operation, Instant now) {
        if (operation.action() != BulkAction.UNSCHEDULE) {
            throw new CommandException(
                    NOT_ELIGIBLE,
                    "Only an unschedule can be undone; operation " + operation.id() + " is of the action "
                            + operation.action().title() + ".");
        }
        if (operation.undoneBy() != null) {
            throw new CommandException(
                    CHANGED_MEANWHILE,
                    "Operation " + operation.id() + " was undone already, by operation " + operation.undoneBy() + ".");
        }
        if (!now.isBefore(operation.jobsKeptUntil())) {
            throw new CommandException(
                    NOT_ELIGIBLE,
                    "Operation " + operation.id() + " could be undone until " + operation.jobsKeptUntil()
                            + "; schedule the jobs anew.");
        }
    }
}
