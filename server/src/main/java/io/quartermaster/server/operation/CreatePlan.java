package io.quartermaster.server.operation;

import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_MODIFY;

import io.quartermaster.server.audit.AuditCategory;
import io.quartermaster.server.audit.AuditEntry;
import io.quartermaster.server.audit.AuditLog;
import io.quartermaster.server.audit.AuditMessage;
import io.quartermaster.server.audit.AuditOperation;
import io.quartermaster.server.db.Database;
import io.quartermaster.server.db.Ids;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.job.AttemptSelection;
import io.quartermaster.server.job.JobSelection;
import io.quartermaster.server.job.JudgedSelection;
import io.quartermaster.server.query.QueryContext;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.security.StoreVerb;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.jdbi.v3.core.Handle;

/**
 * Shows what a command would do without doing it: which jobs would change, and which would not and why. Judged as the
 * command judges. Nothing is locked and no job changes.
 */
@Singleton
public class CreatePlan {
    private final Database database;
    private final PlanRepository plans;
    private final AuditLog audit;
    private final Ids ids;
    private final InstantSource clock;

    public CreatePlan(Database database, PlanRepository plans, AuditLog audit, Ids ids, InstantSource clock) {
        this.database = database;
        this.plans = plans;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    /** @throws CommandException NO_PERMISSION; QUERY; MALFORMED for more than {@link Plan#JOBS_MAX} jobs */
    public PlanSummary run(Caller caller, PlanOrder order) {
        caller.require(AGENTS_MANAGEMENT_MODIFY);
        return database.inTransaction(tx -> {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            Plan plan = new Plan(
                    ids.next(),
                    order.action(),
                    now,
                    caller.name(),
                    order.reason(),
                    order.query(),
                    order.selection().words(),
                    now.plus(Plan.VALID_FOR),
                    "",
                    null);
            plans.insert(tx, plan);
            JudgedSelection judged = JudgedSelection.of(
                    order.action(), order.condition(new QueryContext(now, caller.name())), plan.byQuery());
            if (plans.judge(tx, plan.id(), judged, caller.containers(StoreVerb.SCHEDULE)) > Plan.JOBS_MAX) {
                throw new CommandException(
                        ErrorKind.MALFORMED,
                        "A plan can be about " + Plan.JOBS_MAX + " jobs at most; this one would be about more.");
            }
            addUnknown(tx, plan, order);
            plans.seal(tx, plan.id());
            PlanSummary summary = plans.summary(tx, plans.find(tx, plan.id()).orElseThrow());
            audit.append(
                    tx,
                    AuditEntry.done(
                            AuditCategory.ORCHESTRATOR_JOB,
                            AuditOperation.CREATED,
                            caller.name(),
                            "Plan of " + plan.action().title(),
                            plan.id().toString(),
                            new AuditMessage()
                                    .after("Matched", summary.matched())
                                    .after("WouldChange", summary.wouldChange())
                                    .after("Selection", plan.selection())));
            return summary;
        });
    }

    private void addUnknown(Handle tx, Plan plan, PlanOrder order) {
        if (order.selection() instanceof JobSelection.ById byId) {
            plans.addUnknownJobs(tx, plan.id(), byId.jobIds());
        } else if (order.selection() instanceof AttemptSelection.ById byId) {
            plans.addUnknownAttempts(tx, plan.id(), byId.historyIds());
        }
    }
}
