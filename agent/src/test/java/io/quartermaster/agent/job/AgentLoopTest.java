package io.quartermaster.agent.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.agent.custom.CustomHandler;
import io.quartermaster.agent.fake.FakeJob;
import io.quartermaster.agent.fake.FakeServer;
import io.quartermaster.agent.fake.LossyTransport;
import io.quartermaster.agent.fake.LossyTransport.Fate;
import io.quartermaster.agent.fake.RecordedLog;
import io.quartermaster.agent.fake.SettableClock;
import io.quartermaster.agent.protocol.AgentPaths;
import io.quartermaster.agent.protocol.AgentVersion;
import io.quartermaster.agent.protocol.CompleteRequest;
import io.quartermaster.agent.protocol.CompletionStatus;
import io.quartermaster.agent.protocol.RegisterRequest;
import io.quartermaster.agent.protocol.Result;
import io.quartermaster.agent.session.AgentIdentity;
import io.quartermaster.agent.session.AgentSession;
import io.quartermaster.agent.session.Backoff;
import io.quartermaster.agent.state.StateFolder;
import io.quartermaster.agent.transport.Transport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The agent without threads: the clock moves when a test moves it, and each step is at most one call. */
class AgentLoopTest {
    private final SettableClock clock = new SettableClock("2026-11-23T10:15:00Z");
    private final FakeServer server = new FakeServer();
    private final FakeJob job = new FakeJob();
    private final RecordedLog log = new RecordedLog();

    /** The fates of calls to come, by path; a call that is not in here arrives. */
    private final Deque<Map.Entry<String, Fate>> fates = new ArrayDeque<>();

    private final Transport transport = new LossyTransport(server.transport(), this::fate);
    private final Path folder;
    private StateFolder state;
    private AgentLoop loop;

    AgentLoopTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        state = StateFolder.open(folder, "https://server", "edge-7", log);
        loop = loop(false, Runnable::run);
    }

    @AfterEach
    void close() throws IOException {
        state.close();
    }

    @Test
    void anAgentThatIsNotApprovedAsksAgainUntilItIs() {
        server.approved = false;
        String jobId = server.addCustom("Fake", null, Map.of("Id", "1"));
        runFor(Duration.ofMinutes(5));
        assertThat(server.count("/Session/Register")).isBetween(6L, 20L);
        assertThat(server.calls).containsOnly("/Session/Register");
        assertThat(log.lines)
                .containsOnlyOnce(
                        "Not registered: Agent edge-7 waits for approval (A0110001). Trying again, with pauses.");
        server.approved = true;
        runFor(Duration.ofMinutes(1));
        assertThat(job.ran).containsExactly("1");
        assertThat(server.isCompleted(jobId)).isTrue();
    }

    @Test
    void theFirstRegistrationSendsAnEmptyIdAndLaterOnesTheIdThatTheServerGave() throws IOException {
        runFor(Duration.ofSeconds(1));
        restart();
        runFor(Duration.ofSeconds(1));
        assertThat(server.registrations).extracting(RegisterRequest::agentId).containsExactly("", FakeServer.AGENT_ID);
        assertThat(server.registrations.getFirst().capabilities()).containsExactly("Custom.Fake");
    }

    @Test
    void heartbeatsFollowTheSecondsThatTheServerGives() {
        server.heartbeatSeconds = 20;
        runFor(Duration.ofSeconds(125));
        assertThat(server.count("/Session/Heartbeat")).isEqualTo(6);
        assertThat(server.count("/Session/Register")).isEqualTo(1);
    }

    @Test
    void aHeartbeatThatSaysNotValidBringsTheNewListOfJobs() {
        runFor(Duration.ofSeconds(1));
        server.addCustom("Fake", null, Map.of("Id", "new"));
        runFor(Duration.ofSeconds(server.heartbeatSeconds));
        assertThat(job.ran).containsExactly("new");
        assertThat(server.count("/Session/Register")).isEqualTo(2);
    }

    @Test
    void aHeartbeatThatFailsKeepsTheSession() {
        runFor(Duration.ofSeconds(1));
        for (int i = 0; i < 5; i++) {
            fates.add(Map.entry(AgentPaths.HEARTBEAT, Fate.REQUEST_LOST));
        }
        runFor(Duration.ofMinutes(5));
        assertThat(fates).isEmpty();
        assertThat(server.count("/Session/Register")).isEqualTo(1);
    }

    @Test
    void aJobIsConfiguredDoneDeliveredAndCompletedOnce() {
        String jobId = server.addCustom("Fake", null, Map.of("Id", "1"));
        runFor(Duration.ofMinutes(10));
        assertThat(server.calls)
                .filteredOn(call -> !call.startsWith("/Session"))
                .containsExactly("/Custom/Configure", "/Custom/Submit", "/Custom/Complete");
        assertThat(server.attemptOf(jobId).data).isEqualTo("ran 1");
        assertThat(completion(jobId))
                .isEqualTo(new CompleteRequest(CompletionStatus.SUCCESS, 501, jobId, "", "session-1", null));
        assertThat(state.attempts()).isEmpty();
    }

    @Test
    void aJobThatWasUnscheduledAfterItWasListedIsNeverRunAndNotReported() {
        server.addCustom("Fake", "O_2026-11-23T10:17", Map.of("Id", "kept"));
        String unscheduled = server.addCustom("Fake", "O_2026-11-23T10:16", Map.of("Id", "unscheduled"));
        server.heartbeatSeconds = 3600;
        assertThat(loop.step()).isTrue();
        server.unschedule(unscheduled);
        runFor(Duration.ofMinutes(3));
        assertThat(job.ran).containsExactly("kept");
        assertThat(server.count("/Custom/Configure")).isEqualTo(2);
        assertThat(server.count("/Custom/Complete")).isEqualTo(1);
        assertThat(log.lines).anyMatch(line -> line.endsWith("is cancelled and not run."));
    }

    @Test
    void aJobThatMayNotRunNowIsNotRunAndNotReported() {
        String jobId = server.addCustom("Fake", null, Map.of("Id", "1"));
        server.notNow.add(jobId);
        runFor(Duration.ofMinutes(5));
        assertThat(job.ran).isEmpty();
        assertThat(server.count("/Custom/Configure")).isEqualTo(1);
        assertThat(server.count("/Custom/Complete")).isZero();
        server.notNow.clear();
        server.makeStale();
        runFor(Duration.ofMinutes(5));
        assertThat(job.ran).containsExactly("1");
    }

    @ParameterizedTest
    @EnumSource(Fate.class)
    void whateverHappensToAConfigureTheJobRunsOnceInOneAttempt(Fate fate) {
        oneJobRunsOnce(AgentPaths.CUSTOM_CONFIGURE, fate);
    }

    @ParameterizedTest
    @EnumSource(Fate.class)
    void whateverHappensToASubmitTheJobRunsOnceInOneAttempt(Fate fate) {
        oneJobRunsOnce(AgentPaths.CUSTOM_SUBMIT, fate);
    }

    @ParameterizedTest
    @EnumSource(Fate.class)
    void whateverHappensToACompleteTheJobRunsOnceInOneAttempt(Fate fate) {
        oneJobRunsOnce(AgentPaths.CUSTOM_COMPLETE, fate);
    }

    private void oneJobRunsOnce(String path, Fate fate) {
        fates.add(Map.entry(path, fate));
        fates.add(Map.entry(path, fate));
        String jobId = server.addCustom("Fake", null, Map.of("Id", "1"));
        runFor(Duration.ofMinutes(2));
        assertThat(job.ran).containsExactly("1");
        assertThat(server.attempts).hasSize(1);
        assertThat(completion(jobId).status()).isEqualTo(CompletionStatus.SUCCESS);
        assertThat(state.attempts()).isEmpty();
    }

    @Test
    void aConfigureThatNeverArrivedIsRefusedOnceItsSessionHasEnded() {
        String jobId = server.addCustom("Fake", null, Map.of("Id", "1"));
        server.heartbeatSeconds = 20;
        for (int i = 0; i < 5; i++) {
            fates.add(Map.entry(AgentPaths.CUSTOM_CONFIGURE, Fate.REQUEST_LOST));
        }
        runFor(Duration.ofSeconds(6));
        server.unschedule(jobId);
        runFor(Duration.ofMinutes(5));
        assertThat(job.ran).isEmpty();
        assertThat(server.attempts).isEmpty();
        assertThat(loop.openRuns()).isZero();
    }

    @Test
    void aConfigureWhoseAnswersAreLostIsAskedAgainAlsoWhenANewSessionHasBegun() {
        String jobId = server.addCustom("Fake", null, Map.of("Id", "1"));
        server.heartbeatSeconds = 5;
        for (int i = 0; i < 6; i++) {
            fates.add(Map.entry(AgentPaths.CUSTOM_CONFIGURE, Fate.ANSWER_LOST));
        }
        runFor(Duration.ofSeconds(2));
        server.makeStale();
        runFor(Duration.ofMinutes(5));
        assertThat(server.currentToken).isEqualTo("session-2");
        assertThat(server.attempts).hasSize(1);
        assertThat(completion(jobId).sessionToken()).isEqualTo("session-1");
        assertThat(job.ran).containsExactly("1");
    }

    @Test
    void aRunThatBeganGoesOnWithItsOldTokenWhenANewSessionBegins() {
        String jobId = server.addCustom("Fake", null, Map.of("Id", "1"));
        server.heartbeatSeconds = 5;
        for (int i = 0; i < 6; i++) {
            fates.add(Map.entry(AgentPaths.CUSTOM_COMPLETE, Fate.REQUEST_LOST));
        }
        runFor(Duration.ofSeconds(2));
        server.makeStale();
        runFor(Duration.ofMinutes(5));
        assertThat(server.currentToken).isEqualTo("session-2");
        assertThat(completion(jobId).sessionToken()).isEqualTo("session-1");
        assertThat(job.ran).containsExactly("1");
    }

    @Test
    void aJobThatFailsSaysWhyAndOneThatExplodesKeepsItsInnerWords() {
        String fails = server.addCustom("Fake", null, Map.of("Fail", "yes"));
        String explodes = server.addCustom("Fake", null, Map.of("Explode", "yes"));
        runFor(Duration.ofSeconds(5));
        assertThat(completion(fails).status()).isEqualTo(CompletionStatus.ERROR);
        assertThat(completion(fails).message()).isEqualTo("It failed.");
        assertThat(completion(explodes).status()).isEqualTo(CompletionStatus.ERROR);
        assertThat(completion(explodes).message()).isEqualTo("The job failed unexpectedly; the agent's log says more.");
    }

    @Test
    void aResultThatTheServerRefusesIsReportedAsAFailureWithItsWords() {
        server.resultRefusal = Result.error(0xA0110009, "Too much");
        String jobId = server.addCustom("Fake", null, Map.of("Id", "1"));
        runFor(Duration.ofSeconds(5));
        assertThat(completion(jobId).status()).isEqualTo(CompletionStatus.ERROR);
        assertThat(completion(jobId).message()).isEqualTo("Error: Too much (A0110009)");
    }

    @Test
    void anAgentThatDiesBeforeItsReportIsTakenReportsAfterItsRestart() throws IOException {
        String jobId = server.addCustom("Fake", null, Map.of("Id", "1"));
        fates.add(Map.entry(AgentPaths.CUSTOM_COMPLETE, Fate.REQUEST_LOST));
        stepUntil(() -> fates.isEmpty());
        restart();
        runFor(Duration.ofMinutes(1));
        assertThat(completion(jobId).status()).isEqualTo(CompletionStatus.SUCCESS);
        assertThat(job.ran).containsExactly("1");
        assertThat(state.attempts()).isEmpty();
    }

    @Test
    void anAgentThatDiesDuringAJobReportsThatItStopped() throws IOException {
        String jobId = server.addCustom("Fake", null, Map.of("Id", "1"));
        stepUntil(() -> !server.attempts.isEmpty());
        restart();
        runFor(Duration.ofMinutes(1));
        assertThat(job.ran).isEmpty();
        assertThat(completion(jobId).status()).isEqualTo(CompletionStatus.ERROR);
        assertThat(completion(jobId).message()).isEqualTo("The agent stopped while the job was running.");
    }

    @Test
    void aReportOfTheDayBeforeYesterdayMeansNothingAnyMore() throws IOException {
        server.addCustom("Fake", null, Map.of("Id", "1"));
        stepUntil(() -> !server.attempts.isEmpty());
        clock.advance(Duration.ofHours(25));
        restart();
        runFor(Duration.ofMinutes(1));
        assertThat(server.count("/Custom/Complete")).isZero();
        assertThat(state.attempts()).isEmpty();
    }

    @Test
    void anAgentForAnotherServerDoesNotReportThere() throws IOException {
        server.addCustom("Fake", null, Map.of("Id", "1"));
        stepUntil(() -> !server.attempts.isEmpty());
        state.close();
        state = StateFolder.open(folder, "https://other", "edge-7", log);
        loop = loop(false, Runnable::run);
        runFor(Duration.ofMinutes(1));
        assertThat(server.count("/Custom/Complete")).isZero();
        assertThat(server.registrations.getLast().agentId()).isEmpty();
    }

    @Test
    void aRecurringJobRunsAgainByItsSchedule() {
        server.addCustom("Fake", "I_10", Map.of("Id", "1"));
        runFor(Duration.ofMinutes(35));
        assertThat(job.ran).hasSize(3);
    }

    @Test
    void noMoreJobsThanWorkersRunAtATime() {
        Deque<Runnable> waiting = new ArrayDeque<>();
        loop = loop(false, waiting::add);
        for (int i = 0; i < 5; i++) {
            server.addCustom("Fake", null, Map.of("Id", Integer.toString(i)));
        }
        stepWhileDue();
        assertThat(waiting).hasSize(2);
        while (!waiting.isEmpty()) {
            waiting.remove().run();
            stepWhileDue();
            assertThat(waiting).hasSizeLessThanOrEqualTo(2);
        }
        assertThat(job.ran).containsExactlyInAnyOrder("0", "1", "2", "3", "4");
    }

    @Test
    void heartbeatsGoOnWhileAJobTakesItsTime() {
        Deque<Runnable> waiting = new ArrayDeque<>();
        loop = loop(false, waiting::add);
        server.addCustom("Fake", null, Map.of("Id", "1"));
        runFor(Duration.ofMinutes(5));
        assertThat(waiting).hasSize(1);
        assertThat(server.count("/Session/Heartbeat")).isBetween(9L, 11L);
    }

    @Test
    void aServerThatAlwaysSaysNotValidIsNotFlooded() {
        server.heartbeatSeconds = 0;
        runWhile(Duration.ofSeconds(60), server::makeStale);
        assertThat(server.count("/Session/Register")).isBetween(20L, 61L);
    }

    @Test
    void aOneShotAgentRunsWhatIsDueAndIsFinished() {
        loop = loop(true, Runnable::run);
        server.addCustom("Fake", null, Map.of("Id", "now"));
        server.addCustom("Fake", "O_2026-11-23T11:15", Map.of("Id", "later"));
        runUntilFinished();
        assertThat(job.ran).containsExactly("now");
        assertThat(server.count("/Session/Heartbeat")).isZero();
    }

    @Test
    void aOneShotAgentGoesOnWithItsListWhenOneJobIsCancelled() {
        loop = loop(true, Runnable::run);
        String first = server.addCustom("Fake", null, Map.of("Id", "first"));
        server.addCustom("Fake", null, Map.of("Id", "second"));
        assertThat(loop.step()).isTrue();
        server.unschedule(first);
        runUntilFinished();
        assertThat(job.ran).containsExactly("second");
        assertThat(server.count("/Session/Register")).isEqualTo(1);
    }

    @Test
    void aOneShotAgentThatIsNotApprovedEndsAtOnce() {
        server.approved = false;
        loop = loop(true, Runnable::run);
        runUntilFinished();
        assertThat(server.calls).containsExactly("/Session/Register");
        assertThat(loop.hasRegistered()).isFalse();
    }

    @Test
    void aOneShotAgentLeavesAReportThatIsNotTakenToItsNextStart() throws IOException {
        String jobId = server.addCustom("Fake", null, Map.of("Id", "1"));
        for (int i = 0; i < AgentLoop.ONE_SHOT_FAILURES_MAX; i++) {
            fates.add(Map.entry(AgentPaths.CUSTOM_COMPLETE, Fate.REQUEST_LOST));
        }
        loop = loop(true, Runnable::run);
        runUntilFinished();
        assertThat(server.isCompleted(jobId)).isFalse();
        assertThat(state.attempts()).hasSize(1);
        loop = loop(true, Runnable::run);
        runUntilFinished();
        assertThat(server.isCompleted(jobId)).isTrue();
        assertThat(job.ran).containsExactly("1");
    }

    @Test
    void anAgentThatIsStoppedStartsNothingNewAndReportsWhatRan() {
        Deque<Runnable> waiting = new ArrayDeque<>();
        loop = loop(false, waiting::add);
        String running = server.addCustom("Fake", null, Map.of("Id", "running"));
        stepWhileDue();
        waiting.remove().run();
        loop.stop();
        server.addCustom("Fake", null, Map.of("Id", "new"));
        while (!loop.isFinished()) {
            stepWhileDue();
            if (!waiting.isEmpty()) {
                waiting.remove().run();
            } else {
                clock.set(earlier(loop.nextStep(), clock.instant().plusSeconds(1)));
            }
        }
        assertThat(job.ran).containsExactly("running");
        assertThat(completion(running).status()).isEqualTo(CompletionStatus.SUCCESS);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void stoppingEndsInTimeWhateverTheJobsDo(boolean serverGone) {
        Deque<Runnable> waiting = new ArrayDeque<>();
        loop = loop(false, waiting::add);
        server.addCustom("Fake", null, Map.of("Id", "1"));
        stepWhileDue();
        waiting.remove().run();
        stepWhileDue();
        if (serverGone) {
            for (int i = 0; i < 50; i++) {
                fates.add(Map.entry(AgentPaths.CUSTOM_COMPLETE, Fate.REQUEST_LOST));
                fates.add(Map.entry(AgentPaths.CUSTOM_SUBMIT, Fate.REQUEST_LOST));
            }
        }
        Instant begun = clock.instant();
        loop.stop();
        while (!loop.isFinished()) {
            stepWhileDue();
            if (serverGone && !waiting.isEmpty()) {
                waiting.remove().run();
            }
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(Duration.between(begun, clock.instant()))
                .isLessThanOrEqualTo(
                        AgentLoop.STOP_GRACE.plus(AgentLoop.STOP_REPORTS).plusSeconds(1));
        assertThat(state.attempts()).hasSize(1);
    }

    @Test
    void theInventoryThatTheServerWantsAfterAJobRunsAtOnceWhenItIsHeld() {
        String inventory = server.addCustom("Fake", "I_600", Map.of("Id", "inventory"));
        String change = server.addCustom("Fake", null, Map.of("Id", "change"));
        server.inventoryAfter.put(change, inventory);
        runFor(Duration.ofSeconds(1));
        assertThat(job.ran).containsExactly("change", "inventory");
    }

    @Test
    void whenItIsNotHeldYetTheAgentAsksForItsListAtOnce() {
        server.heartbeatSeconds = 3600;
        String change = server.addCustom("Fake", null, Map.of("Id", "change"));
        server.inventoryAfter.put(change, "0197b0aa-6f5e-7f3a-8d4c-000000000001");
        runFor(Duration.ofSeconds(10));
        assertThat(server.count("/Session/Heartbeat")).isEqualTo(1);
    }

    private AgentLoop loop(boolean oneShot, Executor workers) {
        JobHandlers handlers = new JobHandlers(List.of(new CustomHandler(job, Map.of())));
        AgentIdentity identity = new AgentIdentity("edge-7", new AgentVersion(1, 0, 0, 0), handlers.capabilities());
        Random random = new Random(7);
        AgentSession session = new AgentSession(
                identity, transport, state, clock, new Backoff(Backoff.Timing.STANDARD, random), oneShot, log);
        return new AgentLoop(
                session,
                new JobBoard(handlers, oneShot, log),
                transport,
                state,
                clock,
                () -> new Backoff(Backoff.Timing.STANDARD, random),
                workers,
                new AgentLoop.Limits(2, oneShot),
                log);
    }

    private void restart() throws IOException {
        state.close();
        state = StateFolder.open(folder, "https://server", "edge-7", log);
        loop = loop(false, Runnable::run);
    }

    private void runFor(Duration time) {
        runWhile(time, () -> {});
    }

    private void runWhile(Duration time, Runnable beforeEach) {
        Instant end = clock.instant().plus(time);
        while (true) {
            beforeEach.run();
            stepWhileDue();
            Instant next = loop.nextStep();
            if (next.isAfter(end)) {
                clock.set(end);
                return;
            }
            clock.set(next);
        }
    }

    private void stepWhileDue() {
        for (int i = 0; loop.step(); i++) {
            assertThat(i).as("steps without a pause").isLessThan(1_000);
        }
    }

    private void stepUntil(java.util.function.BooleanSupplier reached) {
        for (int i = 0; !reached.getAsBoolean(); i++) {
            assertThat(i).isLessThan(1_000);
            if (!loop.step()) {
                clock.set(loop.nextStep());
            }
        }
    }

    private void runUntilFinished() {
        Instant end = clock.instant().plus(Duration.ofMinutes(10));
        while (!loop.isFinished()) {
            if (!loop.step()) {
                clock.set(loop.nextStep());
                assertThat(clock.instant()).isBefore(end);
            }
        }
    }

    private CompleteRequest completion(String jobId) {
        return Objects.requireNonNull(server.attemptOf(jobId).completion);
    }

    private Fate fate(String path) {
        for (Map.Entry<String, Fate> next : fates) {
            if (next.getKey().equals(path)) {
                fates.remove(next);
                return next.getValue();
            }
        }
        return Fate.ARRIVES;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
