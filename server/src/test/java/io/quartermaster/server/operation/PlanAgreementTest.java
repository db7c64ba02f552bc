package io.quartermaster.server.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.job.AttemptSelection;
import io.quartermaster.server.job.BulkAction;
import io.quartermaster.server.job.BulkSelection;
import io.quartermaster.server.job.JobExplanation;
import io.quartermaster.server.job.JobOperation;
import io.quartermaster.server.job.JobSelection;
import io.quartermaster.server.schedule.Schedule;
import io.quartermaster.server.security.Caller;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: a plan, its application, the command itself and the explanation of a job agree, whatever the jobs, the permissions and the selection are.
 *
 * <p>Method: one world for each seed. Again and again somebody plans something; the command is given and rolled back; the
 * plan is applied. The command is refused exactly when the plan has a group that refuses it, for a reason that is among
 * those of the groups; else it changes exactly what the plan said, and so does applying it. "Why" says of the same jobs that
 * they run, or that they are gone. A failure names its seed.
 */
class PlanAgreementTest {
    private static final int SEEDS = 12;
    private static final int STEPS = 30;
    private static final Set<String> SEEN = new TreeSet<>();

    static LongStream seeds() {
        return LongStream.rangeClosed(1, SEEDS);
    }

    /** Where nothing was refused, or nothing done, nothing was compared. */
    @AfterAll
    static void everythingHappened() {
        assertThat(SEEN)
                .contains(
                        "done",
                        "partly",
                        "refused NO_PERMISSION",
                        "refused NOT_ELIGIBLE",
                        "refused UNKNOWN_ID",
                        "explained as running",
                        "explained as waiting");
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void planApplyAndCommandAgree(long seed) {
        try (OperationFixture fixture = new OperationFixture()) {
            RandomWork work = new RandomWork(seed, fixture.base);
            for (int step = 0; step < STEPS; step++) {
                work.work();
                Caller caller = work.caller();
                BulkAction action = work.action();
                compare(fixture, caller, action, work.selection(action), "seed " + seed + ", step " + step);
            }
        }
    }

    private static void compare(
            OperationFixture fixture, Caller caller, BulkAction action, BulkSelection selection, String where) {
        String what = where + ": " + action + " of " + selection + " by " + caller.grants();
        PlanSummary plan = fixture.plan(caller, action, selection);
        Set<String> planned =
                fixture
                        .listPlanJobs
                        .run(OperationFixture.EVERYTHING, plan.plan().id(), true, 0, 1_000)
                        .stream()
                        .map(job -> String.valueOf(action == BulkAction.UNSCHEDULE ? job.jobId() : job.historyId()))
                        .collect(Collectors.toCollection(HashSet::new));
        assertThat(planned).as(what).hasSize((int) plan.wouldChange());
        if (action == BulkAction.UNSCHEDULE) {
            explanationsAgree(fixture, plan, planned, what);
        }
        Outcome command = commandRolledBack(fixture, caller, action, selection);
        Outcome applied = apply(fixture, caller, plan, ApplyMode.ALL_OR_NOTHING);
        if (plan.refusing().isEmpty()) {
            assertThat(command).as(what).isEqualTo(new Outcome(null, planned));
            assertThat(applied).as(what).isEqualTo(command);
            if (action == BulkAction.UNSCHEDULE) {
                nothingIsToBeExplained(fixture, planned, what);
            }
            SEEN.add("done");
            return;
        }
        assertThat(plan.refusing().stream().map(group -> kind(group.code())))
                .as(what)
                .contains(command.refused());
        assertThat(applied).as(what).isEqualTo(new Outcome(ErrorKind.NOT_ELIGIBLE, Set.of()));
        SEEN.add("refused " + command.refused());
        assertThat(apply(fixture, caller, plan, ApplyMode.ELIGIBLE_ONLY))
                .as(what)
                .isEqualTo(new Outcome(null, planned));
        if (!planned.isEmpty()) {
            SEEN.add("partly");
        }
    }

    /** What the plan calls begun is what "why" says runs; a one-time job that would go does not run. */
    private static void explanationsAgree(
            OperationFixture fixture, PlanSummary plan, Set<String> planned, String what) {
        fixture.listPlanJobs.run(OperationFixture.EVERYTHING, plan.plan().id(), false, 0, 1_000).stream()
                .filter(job -> "IN_PROCESS".equals(job.code()) && job.jobId() != null)
                .forEach(job -> {
                    assertThat(runs(explained(fixture, job.jobId()))).as(what).isTrue();
                    SEEN.add("explained as running");
                });
        for (String job : planned) {
            JobExplanation explanation = explained(fixture, UUID.fromString(job));
            if (!(explanation.job().schedule() instanceof Schedule.Recurring)) {
                assertThat(runs(explanation)).as(what).isFalse();
                SEEN.add("explained as waiting");
            }
        }
    }

    private static boolean runs(JobExplanation explanation) {
        return explanation.checks().stream().anyMatch(check -> check.code().equals("IN_PROCESS") && !check.passed());
    }

    private static JobExplanation explained(OperationFixture fixture, @Nullable UUID job) {
        return fixture.base.explainJob.run(OperationFixture.EVERYTHING, Objects.requireNonNull(job));
    }

    private static void nothingIsToBeExplained(OperationFixture fixture, Set<String> unscheduled, String what) {
        for (String job : unscheduled) {
            assertThatThrownBy(() -> explained(fixture, UUID.fromString(job)))
                    .as(what)
                    .isInstanceOfSatisfying(
                            CommandException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.NOT_FOUND));
        }
    }

    private record Outcome(@Nullable ErrorKind refused, Set<String> changed) {}

    private static ErrorKind kind(String code) {
        return switch (code) {
            case "UNKNOWN_ID" -> ErrorKind.UNKNOWN_ID;
            case "NO_PERMISSION" -> ErrorKind.NO_PERMISSION;
            case "EQUAL_SCHEDULED" -> ErrorKind.NAME_IN_USE;
            default -> ErrorKind.NOT_ELIGIBLE;
        };
    }

    private static Outcome apply(OperationFixture fixture, Caller caller, PlanSummary plan, ApplyMode mode) {
        try {
            return new Outcome(
                    null,
                    fixture.changedBy(fixture.applyPlan.run(
                            caller, plan.plan().id(), mode, plan.plan().hash())));
        } catch (CommandException e) {
            return new Outcome(e.kind(), Set.of());
        }
    }

    private static Outcome commandRolledBack(
            OperationFixture fixture, Caller caller, BulkAction action, BulkSelection selection) {
        Set<String> changed = new HashSet<>();
        try {
            fixture.base.database.runInTransaction(tx -> {
                JobOperation done = command(fixture, tx, caller, action, selection);
                changed.addAll(OperationFixture.changedBy(tx, done));
                throw new RolledBack();
            });
            throw new IllegalStateException("not reached");
        } catch (RolledBack expected) {
            return new Outcome(null, changed);
        } catch (CommandException e) {
            return new Outcome(e.kind(), Set.of());
        }
    }

    private static JobOperation command(
            OperationFixture fixture, Handle tx, Caller caller, BulkAction action, BulkSelection selection) {
        return switch (selection) {
            case JobSelection jobs -> fixture.base.unscheduleJobs.run(tx, caller, jobs);
            case AttemptSelection attempts ->
                action == BulkAction.RESCHEDULE
                        ? fixture.base.rescheduleJobs.run(tx, caller, attempts)
                        : fixture.base.acknowledgeJobs.run(tx, caller, attempts);
        };
    }

    private static final class RolledBack extends RuntimeException {
        private static final long serialVersionUID = 1;
    }
}
