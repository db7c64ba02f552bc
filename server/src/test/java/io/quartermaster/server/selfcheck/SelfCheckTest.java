package io.quartermaster.server.selfcheck;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.server.agent.AgentSession;
import io.quartermaster.server.job.JobFixture;
import io.quartermaster.server.job.JobSelection;
import io.quartermaster.server.security.Caller;
import io.quartermaster.server.security.Grants;
import io.quartermaster.server.security.PermissionString;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Goal: each rule is seen to be broken when it is, and only then. Method: a world of jobs as commands leave them, one
 * violation planted by SQL, and mended again.
 */
class SelfCheckTest {
    private static final Caller EVERYBODY =
            new Caller("admin", List.of("Administrator"), Grants.of(List.of(PermissionString.parse("/"))));

    private final JobFixture fixture = new JobFixture();
    private final FindingRepository findings = new FindingRepository();
    private final SelfCheck selfCheck = new SelfCheck(fixture.database, findings, fixture.clock);
    private final UUID agent = fixture.agent("edge-01.example.net");
    private final UUID other = fixture.agent("edge-02.example.net");
    private final AgentSession session = fixture.session(agent);
    private final UUID done = fixture.immediateJob(agent);
    private final UUID running = fixture.customJob(agent, "I_30");
    private final UUID unscheduled = fixture.customJob(agent, "D_23:30");
    private final UUID waiting = fixture.customJob(other, "D_12:00");

    @BeforeEach
    void fill() {
        fixture.run(session, done, 2);
        fixture.clock.advance(Duration.ofMinutes(31));
        fixture.configure(session, running);
        fixture.unscheduleJobs.run(EVERYBODY, new JobSelection.ById(List.of(unscheduled)));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aWorldThatCommandsHaveMadeBreaksNoRule() {
        selfCheck.run();
        assertThat(open()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Invariant.class)
    void aBrokenRuleIsFoundSaidInWordsAndGoneWhenItIsMended(Invariant rule) {
        Planted planted = plant(rule);
        run(planted.breaking());
        selfCheck.run();
        fixture.clock.advance(Duration.ofMinutes(1));
        selfCheck.run();
        assertThat(open()).extracting(Finding::invariant).contains(rule);
        assertThat(open()).filteredOn(found -> found.invariant() == rule).allSatisfy(found -> {
            assertThat(found.firstSeen()).isEqualTo(fixture.now().minus(Duration.ofMinutes(1)));
            assertThat(found.lastSeen()).isEqualTo(fixture.now());
            assertThat(rule.words(found.subject())).contains(found.subject());
        });

        run(planted.mending());
        selfCheck.run();
        assertThat(open()).isEmpty();
        List<Finding> all = fixture.database.read(tx -> findings.list(tx, false, 0, 100));
        assertThat(all)
                .filteredOn(found -> found.invariant() == rule)
                .isNotEmpty()
                .allSatisfy(found -> assertThat(found.goneAt()).isEqualTo(fixture.now()));
    }

    private record Planted(String breaking, String mending) {}

    private Planted plant(Invariant rule) {
        return switch (rule) {
            case JOB_IN_PROCESS_WITHOUT_ATTEMPT ->
                new Planted(
                        "UPDATE scheduled_job SET state = 'IN_PROCESS' WHERE id = '" + waiting + "'",
                        "UPDATE scheduled_job SET state = 'SCHEDULED' WHERE id = '" + waiting + "'");
            case JOB_SCHEDULED_WITH_ATTEMPT ->
                new Planted(
                        "UPDATE scheduled_job SET state = 'SCHEDULED' WHERE id = '" + running + "'",
                        "UPDATE scheduled_job SET state = 'IN_PROCESS' WHERE id = '" + running + "'");
            case JOB_OF_NO_AGENT -> {
                UUID nobody = new UUID(1, 1);
                yield new Planted(
                        "UPDATE scheduled_job SET agent_id = '" + nobody + "' WHERE id = '" + waiting + "'",
                        "UPDATE scheduled_job SET agent_id = '" + other + "' WHERE id = '" + waiting + "'");
            }
            case JOB_UNSCHEDULED_AND_SCHEDULED ->
                new Planted(
                        "UPDATE unscheduled_job SET id = '" + waiting + "'",
                        "UPDATE unscheduled_job SET id = '" + unscheduled + "'");
            case JOB_WITHOUT_NEXT_RUN ->
                new Planted(
                        "UPDATE scheduled_job SET next_run = 'infinity' WHERE id = '" + waiting + "'",
                        "UPDATE scheduled_job SET next_run = now() WHERE id = '" + waiting + "'");
            case ATTEMPT_WITHOUT_HISTORY ->
                new Planted(
                        "UPDATE attempt_in_process SET history_id = history_id + 1000",
                        "UPDATE attempt_in_process SET history_id = history_id - 1000");
            case ATTEMPT_PAST_ITS_LIMIT ->
                new Planted(
                        "UPDATE attempt_in_process SET lost_after = lost_after - interval '1 year'",
                        "UPDATE attempt_in_process SET lost_after = lost_after + interval '1 year'");
            case JOB_HANDED_OUT_TWICE ->
                new Planted("""
                        INSERT INTO attempt_in_process (agent_id, job_id, history_id, operation_start, session_token, lost_after)
                        SELECT '%s', job_id, history_id, operation_start, session_token, lost_after FROM attempt_in_process
                        """.formatted(other), "DELETE FROM attempt_in_process WHERE agent_id = '" + other + "'");
            case HISTORY_OPEN_WITHOUT_ATTEMPT ->
                new Planted(
                        "UPDATE job_history SET status = 2 WHERE job_id = '" + done + "'",
                        "UPDATE job_history SET status = 3 WHERE job_id = '" + done + "'");
            case HISTORY_WITHOUT_END ->
                new Planted(
                        "UPDATE job_history SET operation_end = NULL WHERE job_id = '" + done + "'",
                        "UPDATE job_history SET operation_end = operation_start WHERE job_id = '" + done + "'");
            case HISTORY_OF_TWO_AGENTS ->
                new Planted(
                        "UPDATE job_history SET job_id = '" + running + "', agent_id = '" + other + "' WHERE job_id = '"
                                + done + "'",
                        "UPDATE job_history SET job_id = '" + done + "', agent_id = '" + agent + "' WHERE agent_id = '"
                                + other + "'");
            case HISTORY_WITHOUT_HAND_OUT ->
                new Planted(
                        "UPDATE job_event SET event = 'PROGRESS' WHERE event = 'HANDED_OUT'",
                        "UPDATE job_event SET event = 'HANDED_OUT' WHERE event = 'PROGRESS'");
            case HISTORY_WITHOUT_END_EVENT ->
                new Planted(
                        "UPDATE job_event SET event = 'PROGRESS' WHERE event = 'COMPLETED'",
                        "UPDATE job_event SET event = 'COMPLETED' WHERE event = 'PROGRESS'");
            case BEGAN_AFTER_ITS_UNSCHEDULE ->
                new Planted(
                        "UPDATE unscheduled_job SET id = '" + done
                                + "'; UPDATE job_operation SET at = at - interval '1 day'",
                        "UPDATE unscheduled_job SET id = '" + unscheduled + "'");
            case AGENT_WITHOUT_JOB_LIST ->
                new Planted(
                        "DELETE FROM agent_job_list WHERE agent_id = '" + other + "'",
                        "INSERT INTO agent_job_list (agent_id, version) VALUES ('" + other + "', 0)");
        };
    }

    @Test
    void aRowThatIsRemovedIsNoFindingAnyMore() {
        run("UPDATE scheduled_job SET state = 'IN_PROCESS' WHERE id = '" + waiting + "'");
        selfCheck.run();
        assertThat(open()).hasSize(1);
        run("DELETE FROM scheduled_job WHERE id = '" + waiting + "'");
        selfCheck.run();
        assertThat(open()).isEmpty();
    }

    @Test
    void aTableOfAnyLengthIsGoneThroughAndOneBrokenRuleDoesNotFillTheList() {
        int rows = SelfCheck.ROWS_OF_SLICE * 2 + 3;
        run("""
            INSERT INTO scheduled_job (agent_id, id, kind, job_type_id, job_type, schedule, requested_at, requested_by,
                                       next_run, state, fields)
            SELECT '%s', gen_random_uuid(), 'CUSTOM', gen_random_uuid(), 'Restart', 'I_5', now(), 'x', now(), 'IN_PROCESS', '{}'
              FROM generate_series(1, %d)
            """.formatted(other, rows));
        selfCheck.run();
        assertThat(fixture.database.read(findings::countOpen).get(Invariant.JOB_IN_PROCESS_WITHOUT_ATTEMPT))
                .isBetween(
                        (long) FindingRepository.OPEN_MAX, (long) FindingRepository.OPEN_MAX + SelfCheck.ROWS_OF_SLICE);
        run("DELETE FROM scheduled_job WHERE requested_by = 'x'");
        selfCheck.run();
        assertThat(open()).isEmpty();
        assertThat(fixture.database.read(findings::countOpen)).containsOnlyKeys(EnumSet.allOf(Invariant.class));
    }

    @Test
    void aRoundThatIsOverBeginsAnew() {
        selfCheck.run();
        run("UPDATE scheduled_job SET state = 'IN_PROCESS' WHERE id = '" + waiting + "'");
        selfCheck.run();
        assertThat(open()).hasSize(1);
    }

    private void run(String sql) {
        fixture.database.runInTransaction(tx -> tx.execute(sql));
    }

    private List<Finding> open() {
        return fixture.database.read(tx -> findings.list(tx, true, 0, 10_000));
    }
}
