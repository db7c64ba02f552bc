package io.quartermaster.server.operation;

import static io.quartermaster.server.error.ErrorKind.MALFORMED;
import static io.quartermaster.server.error.ErrorKind.NOT_ELIGIBLE;
import static io.quartermaster.server.security.Permission.AGENTS_MANAGEMENT_MODIFY;

import io.quartermaster.server.db.Database;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.job.AcknowledgeJobs;
import io.quartermaster.server.job.AttemptSelection;
import io.quartermaster.server.job.BulkAction;
import io.quartermaster.server.job.JobOperation;
import io.quartermaster.server.job.JobOperationRepository;
import io.quartermaster.server.job.JobSelection;
import io.quartermaster.server.job.JudgedSelection;
import io.quartermaster.server.job.PlannedSet;
import io.quartermaster.server.job.RescheduleJobs;
import io.quartermaster.server.job.UnscheduleJobs;
import io.quartermaster.server.query.QueryContext;
import io.quartermaster.server.query.SqlCondition;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.security.ContainerScope;
import io.quartermaster.server.security.StoreVerb;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Does what a plan said, to exactly the jobs that it said, or nothing. The command itself does it and judges once more;
 * the rows are locked before they are compared with the plan, so that the two cannot differ. A plan is applied once;
 * whoever applies it again is told the same.
 */
@Singleton
public class ApplyPlan {
    private final Database database;
    private final PlanRepository plans;
    private final JobOperationRepository operations;
    private final UnscheduleJobs unscheduleJobs;
    private final RescheduleJobs rescheduleJobs;
    private final AcknowledgeJobs acknowledgeJobs;
    private final InstantSource clock;

    public ApplyPlan(
            Database database,
            PlanRepository plans,
            JobOperationRepository operations,
            UnscheduleJobs unscheduleJobs,
            RescheduleJobs rescheduleJobs,
            AcknowledgeJobs acknowledgeJobs,
            InstantSource clock) {
        this.database = database;
        this.plans = plans;
        this.operations = operations;
        this.unscheduleJobs = unscheduleJobs;
        this.rescheduleJobs = rescheduleJobs;
        this.acknowledgeJobs = acknowledgeJobs;
        this.clock = clock;
    }

    /**
     * @param hash of the plan that the caller has seen; null not to compare
     * @throws CommandException NO_PERMISSION; NOT_FOUND; MALFORMED for another plan's hash; NOT_ELIGIBLE for an expired
     *     plan, or where all must change and some would not; CHANGED_MEANWHILE with the difference
     */
    public JobOperation run(Caller caller, UUID planId, ApplyMode mode, @Nullable String hash) {
        caller.require(AGENTS_MANAGEMENT_MODIFY);
        return database.inTransaction(tx -> {
            Plan plan = plans.lock(tx, planId).orElseThrow(() -> GetPlan.notFound(planId));
            refuseOtherHash(plan, hash);
            if (plan.operationId() != null) {
                return operations.find(tx, plan.operationId()).orElseThrow();
            }
            refuseExpired(plan, clock.instant());
            PlanSummary summary = plans.summary(tx, plan);
            if (mode == ApplyMode.ALL_OR_NOTHING) {
                refuseWhatWouldNotChange(summary);
            }
            plans.lockChanges(tx, plan);
            PlannedSet set = new PlannedSet(
                    plan.id(), plan.reason(), PlanRepository.changes(plan), summary.wouldChange(), plan.selection());
            ContainerScope scope = caller.containers(StoreVerb.SCHEDULE);
            JudgedSelection now = judgedNow(plan);
            now.refuseOutside(tx, caller, scope, set.condition());
            plans.difference(tx, plan, now, scope, mode == ApplyMode.ALL_OR_NOTHING)
                    .ifPresent(difference -> {
                        throw difference.refusal();
                    });
            JobOperation operation = change(tx, caller, plan.action(), set);
            plans.noteApplied(tx, plan.id(), operation.id());
            return operation;
        });
    }

    /** What the plan was made from, looked at again: the same query with the time and the name of then, or the same ids. */
    private static JudgedSelection judgedNow(Plan plan) {
        if (plan.query() == null) {
            return JudgedSelection.of(plan.action(), PlanRepository.members(plan), false);
        }
        QueryContext context = new QueryContext(plan.at(), plan.actor());
        SqlCondition selected = plan.action() == BulkAction.UNSCHEDULE
                ? new JobSelection.ByQuery(plan.query()).condition(context)
                : new AttemptSelection.ByQuery(plan.query()).condition(context);
        return JudgedSelection.of(plan.action(), selected, true);
    }

    private JobOperation change(Handle tx, Caller caller, BulkAction action, PlannedSet set) {
        return switch (action) {
            case UNSCHEDULE -> unscheduleJobs.run(tx, caller, new JobSelection.Planned(set));
            case RESCHEDULE -> rescheduleJobs.run(tx, caller, new AttemptSelection.Planned(set));
            case ACKNOWLEDGE -> acknowledgeJobs.run(tx, caller, new AttemptSelection.Planned(set));
            case UNDO -> throw new IllegalStateException("There are no plans of undos");
        };
    }

    private static void refuseOtherHash(Plan plan, @Nullable String hash) {
        if (hash != null && !hash.equalsIgnoreCase(plan.hash())) {
            throw new CommandException(
                    MALFORMED, "Hash is not that of plan " + plan.id() + "; look at the plan before you apply it.");
        }
    }

    private static void refuseExpired(Plan plan, Instant now) {
        if (!now.isBefore(plan.expiresAt())) {
            throw new CommandException(
                    NOT_ELIGIBLE, "Plan " + plan.id() + " expired at " + plan.expiresAt() + "; make a new one.");
        }
    }

    private static void refuseWhatWouldNotChange(PlanSummary summary) {
        if (summary.refusing().isEmpty()) {
            return;
        }
        throw new CommandException(
                NOT_ELIGIBLE,
                summary.refusing().stream()
                        .map(group -> group.count() + (group.count() == 1 ? " job" : " jobs") + ": " + group.reason())
                        .collect(Collectors.joining(
                                " ",
                                "Not all jobs of the plan would change. ",
                                " Apply it with EligibleOnly to leave them out.")));
    }
}
