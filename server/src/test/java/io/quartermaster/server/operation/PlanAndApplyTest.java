package io.quartermaster.server.operation;

import static io.quartermaster.server.job.JobFixture.caller;
import static io.quartermaster.server.operation.ApplyMode.ALL_OR_NOTHING;
import static io.quartermaster.server.operation.ApplyMode.ELIGIBLE_ONLY;
import static io.quartermaster.server.operation.OperationFixture.EVERYTHING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quartermaster.server.agent.AgentSession;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.error.FailedOperation;
import io.quartermaster.server.job.AttemptSelection;
import io.quartermaster.server.job.BulkAction;
import io.quartermaster.server.job.JobKind;
import io.quartermaster.server.job.JobOperation;
import io.quartermaster.server.job.JobSelection;
import io.quartermaster.server.security.Caller;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a plan says, and that applying it does exactly that or nothing; on real PostgreSQL. */
class PlanAndApplyTest {
    private static final String CUSTOM = "JobType -eq \"Custom\"";

    private final OperationFixture fixture = new OperationFixture();
    private final UUID agent = fixture.base.agent("edge-01.example.net");
    private final AgentSession session = fixture.base.session(agent);

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aPlanCountsWhatWouldChangeAndGroupsTheRestByWhatKeepsItFromThat() {
        UUID changes = fixture.base.immediateJob(agent);
        UUID in5 = fixture.base.storeJob(agent, JobKind.MANAGEMENT, fixture.base.store(agent, 5));
        UUID in6 = fixture.base.storeJob(agent, JobKind.MANAGEMENT, fixture.base.store(agent, 6));
        UUID inventory = fixture.base.storeJob(agent, JobKind.INVENTORY, fixture.base.store(agent, 5));
        UUID begun = fixture.base.immediateJob(agent);
        fixture.base.configure(session, begun);
        UUID nothing = fixture.base.ids.next();
        Caller of5 = caller("/agents/management/modify/", "/certificate_stores/schedule/5/");
        PlanSummary plan = fixture.plan(
                of5,
                BulkAction.UNSCHEDULE,
                new JobSelection.ById(List.of(changes, in5, in6, inventory, begun, nothing)));
        assertThat(plan.matched()).isEqualTo(6);
        assertThat(plan.wouldChange()).isEqualTo(2);
        assertThat(plan.agents()).isEqualTo(1);
        assertThat(plan.groups())
                .containsExactlyInAnyOrder(
                        group(
                                "IN_PROCESS",
                                "An orchestrator has begun it; a job that runs once is not interrupted.",
                                null,
                                begun),
                        group(
                                "KIND",
                                "Inventory jobs are changed with POST /CertificateStores/Schedule.",
                                null,
                                inventory),
                        group(
                                "NO_PERMISSION",
                                "The permission /certificate_stores/schedule/6/ is missing.",
                                "/certificate_stores/schedule/6/",
                                in6),
                        group("UNKNOWN_ID", "There is no such job.", null, nothing));
        assertThat(ids(plan, true)).containsExactly(changes.toString(), in5.toString());
        assertThat(ids(plan, false)).hasSize(4);
        assertThat(fixture.schedules()).as("a plan changes nothing").hasSize(5);
        assertThat(fixture.base.one("SELECT count(*) FROM audit_entry WHERE audit_identifier = 'Plan of Unschedule'"))
                .isEqualTo(1);
    }

    @Test
    void applyingChangesExactlyThePlannedJobsOnceAndForAll() {
        UUID first = fixture.base.immediateJob(agent);
        UUID second = fixture.base.customJob(agent, "D_23:30");
        PlanSummary plan = fixture.planUnschedule(CUSTOM);
        JobOperation done = fixture.apply(plan, ALL_OR_NOTHING);
        assertThat(fixture.changedBy(done)).containsExactlyInAnyOrder(first.toString(), second.toString());
        assertThat(done.planId()).isEqualTo(plan.plan().id());
        assertThat(done.reason()).isEqualTo("spring cleaning");
        assertThat(done.selection()).isEqualTo(CUSTOM);
        UUID later = fixture.base.immediateJob(agent);
        assertThat(fixture.apply(plan, ELIGIBLE_ONLY)).as("applied again").isEqualTo(done);
        fixture.base.advance(Plan.VALID_FOR);
        assertThat(fixture.apply(plan, ALL_OR_NOTHING))
                .as("also when it has expired")
                .isEqualTo(done);
        assertThat(fixture.base.isScheduled(later)).isTrue();
        assertThat(fixture.getPlan.run(EVERYTHING, plan.plan().id()).plan().operationId())
                .isEqualTo(done.id());
    }

    @Test
    void whatIsGoneBegunOrNewRefusesTheWholePlanAndIsNamed() {
        UUID gone = fixture.base.immediateJob(agent);
        UUID begun = fixture.base.immediateJob(agent);
        UUID same = fixture.base.immediateJob(agent);
        PlanSummary plan = fixture.planUnschedule(CUSTOM);
        fixture.unschedule(gone);
        fixture.base.configure(session, begun);
        UUID added = fixture.base.immediateJob(agent);
        CommandException refusal = refusal(EVERYTHING, plan, ELIGIBLE_ONLY);
        assertThat(refusal.kind()).isEqualTo(ErrorKind.CHANGED_MEANWHILE);
        assertThat(refusal).hasMessageContaining("(1 GONE, 1 IN_PROCESS, 1 NEW)");
        assertThat(refusal.failedOperations())
                .containsExactlyInAnyOrder(
                        new FailedOperation(gone.toString(), "It is gone."),
                        new FailedOperation(
                                begun.toString(),
                                "An orchestrator has begun it; a job that runs once is not interrupted."),
                        new FailedOperation(added.toString(), "It is new: it matches, and was not in the plan."));
        assertThat(fixture.base.isScheduled(same)).isTrue();
        assertThat(fixture.base.isScheduled(added)).isTrue();
    }

    @Test
    void whatTheCommandPassesOverDoesNotStandInTheWayAndWhatRefusesItDoes() {
        UUID begun = fixture.base.immediateJob(agent);
        fixture.base.configure(session, begun);
        UUID waiting = fixture.base.immediateJob(agent);
        PlanSummary byQuery = fixture.planUnschedule(CUSTOM);
        assertThat(byQuery.groups()).singleElement().satisfies(group -> {
            assertThat(group.code()).isEqualTo("IN_PROCESS");
            assertThat(group.refuses()).isFalse();
        });
        PlanSummary byId =
                fixture.plan(EVERYTHING, BulkAction.UNSCHEDULE, new JobSelection.ById(List.of(begun, waiting)));
        CommandException refusal = refusal(EVERYTHING, byId, ALL_OR_NOTHING);
        assertThat(refusal.kind()).isEqualTo(ErrorKind.NOT_ELIGIBLE);
        assertThat(refusal).hasMessageContaining("1 job: An orchestrator has begun it");
        assertThat(fixture.changedBy(fixture.apply(byQuery, ALL_OR_NOTHING))).containsExactly(waiting.toString());
        assertThat(refusal(EVERYTHING, byId, ELIGIBLE_ONLY).kind()).isEqualTo(ErrorKind.CHANGED_MEANWHILE);
    }

    @Test
    void eligibleOnlyLeavesOutWhatWouldRefuseTheCommand() {
        fixture.base.storeJob(agent, JobKind.INVENTORY, fixture.base.store(agent, 5));
        UUID custom = fixture.base.immediateJob(agent);
        PlanSummary plan = fixture.planUnschedule("Agent -eq \"edge-01.example.net\"");
        assertThat(refusal(EVERYTHING, plan, ALL_OR_NOTHING).kind()).isEqualTo(ErrorKind.NOT_ELIGIBLE);
        assertThat(fixture.changedBy(fixture.apply(plan, ELIGIBLE_ONLY))).containsExactly(custom.toString());
        assertThat(fixture.schedules()).hasSize(1);
    }

    @Test
    void aNewJobThatRefusesTheCommandRefusesThePlanOnlyWhereAllMustChange() {
        UUID custom = fixture.base.immediateJob(agent);
        PlanSummary plan = fixture.planUnschedule("Agent -eq \"edge-01.example.net\"");
        UUID inventory = fixture.base.storeJob(agent, JobKind.INVENTORY, fixture.base.store(agent, 5));
        assertThat(refusal(EVERYTHING, plan, ALL_OR_NOTHING).failedOperations())
                .containsExactly(
                        new FailedOperation(inventory.toString(), "It is new: it matches, and was not in the plan."));
        assertThat(fixture.changedBy(fixture.apply(plan, ELIGIBLE_ONLY))).containsExactly(custom.toString());
    }

    @Test
    void whoAppliesNeedsThePermissionsAndDoesWhatWasPlannedWhateverElseHeMayDo() {
        UUID in5 = fixture.base.storeJob(agent, JobKind.MANAGEMENT, fixture.base.store(agent, 5));
        UUID in6 = fixture.base.storeJob(agent, JobKind.MANAGEMENT, fixture.base.store(agent, 6));
        Caller of5 = caller("/agents/management/modify/", "/certificate_stores/schedule/5/");
        Caller of6 = caller("/agents/management/modify/", "/certificate_stores/schedule/6/");
        PlanSummary plan =
                fixture.plan(of5, BulkAction.UNSCHEDULE, new JobSelection.ByQuery("JobType -eq \"Management\""));
        assertThat(refusal(of6, plan, ELIGIBLE_ONLY))
                .hasMessageContaining("/certificate_stores/schedule/5/")
                .extracting(CommandException::kind)
                .isEqualTo(ErrorKind.NO_PERMISSION);
        assertThat(refusal(caller("/agents/management/read/"), plan, ELIGIBLE_ONLY)
                        .kind())
                .isEqualTo(ErrorKind.NO_PERMISSION);
        assertThat(fixture.changedBy(fixture.apply(plan, ELIGIBLE_ONLY))).containsExactly(in5.toString());
        assertThat(fixture.base.isScheduled(in6)).isTrue();
    }

    @Test
    void aPlanExpiresAndIsRemovedADayLater() {
        fixture.base.immediateJob(agent);
        PlanSummary plan = fixture.planUnschedule(CUSTOM);
        fixture.base.advance(Plan.VALID_FOR);
        CommandException refusal = refusal(EVERYTHING, plan, ELIGIBLE_ONLY);
        assertThat(refusal.kind()).isEqualTo(ErrorKind.NOT_ELIGIBLE);
        assertThat(refusal).hasMessageContaining("expired at 2026-03-29T01:59:00Z");
        fixture.base.advance(PurgePlans.KEPT_AFTER_EXPIRY.minusSeconds(1));
        fixture.purgePlans.run();
        assertThat(fixture.base.one("SELECT count(*) FROM plan_job")).isEqualTo(1);
        fixture.base.advance(Duration.ofSeconds(1));
        fixture.purgePlans.run();
        assertThat(fixture.base.one("SELECT count(*) FROM plan_job")).isZero();
        assertThat(refusal(EVERYTHING, plan, ELIGIBLE_ONLY).kind()).isEqualTo(ErrorKind.NOT_FOUND);
    }

    @Test
    void equalPlansHaveEqualHashesAndAnotherHashIsRefused() {
        fixture.base.immediateJob(agent);
        PlanSummary plan = fixture.planUnschedule(CUSTOM);
        PlanSummary equal = fixture.planUnschedule("Agent -eq \"edge-01.example.net\"");
        fixture.base.immediateJob(agent);
        PlanSummary other = fixture.planUnschedule(CUSTOM);
        assertThat(plan.plan().hash())
                .matches("[0-9a-f]{64}")
                .isEqualTo(equal.plan().hash());
        assertThat(other.plan().hash()).isNotEqualTo(plan.plan().hash());
        CommandException refusal = catchThrowableOfType(
                CommandException.class,
                () -> fixture.applyPlan.run(
                        EVERYTHING,
                        other.plan().id(),
                        ELIGIBLE_ONLY,
                        plan.plan().hash()));
        assertThat(refusal.kind()).isEqualTo(ErrorKind.MALFORMED);
        assertThat(fixture.applyPlan
                        .run(
                                EVERYTHING,
                                other.plan().id(),
                                ELIGIBLE_ONLY,
                                other.plan().hash())
                        .jobs())
                .isEqualTo(2);
    }

    @Test
    void aDayInTheQueryIsThatOfThePlanAlsoAfterMidnight() {
        fixture.base.advance(Duration.ofHours(22).plusMinutes(50)); // 23:49
        UUID today = fixture.base.immediateJob(agent);
        PlanSummary plan = fixture.planUnschedule("Requested -ge \"%TODAY%\"");
        fixture.base.advance(Duration.ofMinutes(30));
        assertThat(fixture.changedBy(fixture.apply(plan, ALL_OR_NOTHING))).containsExactly(today.toString());
    }

    @Test
    void anAcknowledgementIsPlannedAndAppliedAlike() {
        long failed = fixture.base.run(session, fixture.base.customJob(agent, "I_60"), 4);
        long warned = fixture.base.run(session, fixture.base.customJob(agent, "I_60"), 3);
        fixture.base.acknowledgeJobs.run(EVERYTHING, new AttemptSelection.ById(List.of(warned)));
        long succeeded = fixture.base.run(session, fixture.base.customJob(agent, "I_60"), 2);
        PlanSummary byId = fixture.plan(
                EVERYTHING,
                BulkAction.ACKNOWLEDGE,
                new AttemptSelection.ById(List.of(failed, warned, succeeded, 9_999L)));
        assertThat(byId.groups())
                .extracting(PlanSummary.Group::code, PlanSummary.Group::refuses)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("ACKNOWLEDGED", false),
                        org.assertj.core.groups.Tuple.tuple("STATE", true),
                        org.assertj.core.groups.Tuple.tuple("UNKNOWN_ID", true));
        PlanSummary byQuery = fixture.plan(EVERYTHING, BulkAction.ACKNOWLEDGE, new AttemptSelection.ByQuery(CUSTOM));
        assertThat(byQuery.matched())
                .as("what a query passes over does not match")
                .isEqualTo(1);
        assertThat(fixture.changedBy(fixture.apply(byQuery, ALL_OR_NOTHING))).containsExactly("" + failed);
        assertThat(refusal(EVERYTHING, byId, ELIGIBLE_ONLY).kind()).isEqualTo(ErrorKind.CHANGED_MEANWHILE);
    }

    @Test
    void aRescheduleIsPlannedAndAppliedAlike() {
        UUID job = fixture.base.storeJob(agent, JobKind.MANAGEMENT, fixture.base.store(agent, 5));
        long failed = fixture.base.run(session, job, 4);
        fixture.unschedule(job);
        long custom = fixture.base.run(session, fixture.base.customJob(agent, "I_60"), 4);
        PlanSummary plan =
                fixture.plan(EVERYTHING, BulkAction.RESCHEDULE, new AttemptSelection.ByQuery("Result -eq \"4\""));
        assertThat(plan.groups()).singleElement().satisfies(group -> {
            assertThat(group.code()).isEqualTo("RUNS_AGAIN");
            assertThat(group.examples()).containsExactly("" + custom);
        });
        JobOperation done = fixture.apply(plan, ELIGIBLE_ONLY);
        assertThat(fixture.changedBy(done)).containsExactly("" + failed);
        assertThat(fixture.base.one("SELECT count(*) FROM scheduled_job WHERE kind = 'MANAGEMENT'"))
                .isEqualTo(1);
    }

    @Test
    void ofTwoWhoApplyAtOnceOneDoesItAndBothAreToldTheSame() throws Exception {
        fixture.base.immediateJob(agent);
        PlanSummary plan = fixture.planUnschedule(CUSTOM);
        Callable<UUID> apply = () -> fixture.apply(plan, ALL_OR_NOTHING).id();
        try (ExecutorService two = Executors.newFixedThreadPool(2)) {
            assertThat(two.invokeAll(List.of(apply, apply)).stream()
                            .map(Future::resultNow)
                            .collect(Collectors.toSet()))
                    .hasSize(1);
        }
        assertThat(fixture.base.one("SELECT count(*) FROM job_operation")).isEqualTo(1);
    }

    private static PlanSummary.Group group(
            String code, String reason, @org.jspecify.annotations.Nullable String permission, UUID job) {
        return new PlanSummary.Group(code, reason, permission, true, 1, List.of(job.toString()));
    }

    private List<String> ids(PlanSummary plan, boolean changes) {
        return fixture.listPlanJobs.run(EVERYTHING, plan.plan().id(), changes, 0, 100).stream()
                .map(job -> String.valueOf(job.jobId()))
                .toList();
    }

    private CommandException refusal(Caller caller, PlanSummary plan, ApplyMode mode) {
        return catchThrowableOfType(
                CommandException.class,
                () -> fixture.applyPlan.run(caller, plan.plan().id(), mode, null));
    }
}
