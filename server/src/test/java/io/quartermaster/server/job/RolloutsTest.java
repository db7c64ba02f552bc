package io.quartermaster.server.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.server.agent.AgentSession;
import io.quartermaster.server.control.Rollout;
import io.quartermaster.server.control.RolloutPlan;
import io.quartermaster.server.control.WaveSize;
import io.quartermaster.server.error.CommandException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same job on several agents, in waves. */
class RolloutsTest {
    private static final List<WaveSize> ONE_THEN_HALF_THEN_ALL =
            List.of(new WaveSize.Count(1), new WaveSize.Percent(50), new WaveSize.Percent(100));

    private final CustomFixture fixture = new CustomFixture();
    private final List<UUID> agents = new ArrayList<>();

    @AfterEach
    void close() {
        fixture.close();
    }

    private Rollout start(int count, RolloutPlan plan) {
        fixture.restartService();
        for (int i = 0; i < count; i++) {
            agents.add(fixture.agent("edge-" + i + ".example.net", "Custom.RestartService"));
        }
        return fixture.startRollout
                .run(CustomFixture.OPERATOR, agents, CustomFixture.order("RestartService", null, Map.of()), plan)
                .rollout();
    }

    private UUID jobOf(int agent) {
        return fixture.base.database.read(tx -> tx.createQuery("SELECT job_id FROM rollout_job WHERE agent_id = :agent")
                .bind("agent", agents.get(agent))
                .mapTo(UUID.class)
                .one());
    }

    private boolean isHeld(int agent) {
        return fixture.ask(JobKind.CUSTOM, fixture.base.session(agents.get(agent)), jobOf(agent))
                        instanceof io.quartermaster.agent.protocol.ConfigureReply refused
                && !refused.jobCancelled();
    }

    private void run(int agent, int status) {
        AgentSession session = fixture.base.session(agents.get(agent));
        long attempt = fixture.configure(session, jobOf(agent)).auditId();
        fixture.complete(session, jobOf(agent), attempt, status, null);
    }

    private Rollout now(Rollout rollout) {
        return fixture.listRollouts.run(CustomFixture.OPERATOR, rollout.id());
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1 1", "5, 1 2 2", "10, 1 4 5", "11, 1 5 5"})
    void aWaveWithoutJobsIsLeftOutAndTheLastTakesTheRest(int jobs, String sizes) {
        assertThat(new RolloutPlan(ONE_THEN_HALF_THEN_ALL, 1, null)
                        .sizes(jobs).stream().map(String::valueOf).reduce((a, b) -> a + " " + b))
                .contains(sizes);
    }

    @Test
    void aWaveStartsWhenTheOneBeforeHasEndedAndItsAgentsAreTold() {
        Rollout rollout = start(4, new RolloutPlan(ONE_THEN_HALF_THEN_ALL, 1, null));
        assertThat(isHeld(1)).isTrue();
        AgentSession waiting = fixture.base.session(agents.get(1));
        assertThat(fixture.base.listed(agents.get(1))).isEmpty();
        run(0, 2);
        assertThat(now(rollout).wave()).isEqualTo(2);
        assertThat(fixture.base.isStale(waiting)).isTrue();
        assertThat(fixture.base.eventsOf(jobOf(1))).isEqualTo("SCHEDULED RELEASED");
        assertThat(isHeld(2)).isTrue();
        run(1, 2);
        run(2, 3);
        run(3, 2);
        Rollout done = now(rollout);
        assertThat(done.state()).isEqualTo(Rollout.State.COMPLETED);
        assertThat(done.waves()).extracting(Rollout.Wave::ended).containsExactly(1L, 1L, 2L);
    }

    @Test
    void tooManyFailuresStopItAtOnceAndResumedItForgivesThem() {
        Rollout rollout = start(4, new RolloutPlan(List.of(new WaveSize.Count(2), new WaveSize.Percent(100)), 1, null));
        failForGood(0);
        assertThat(now(rollout).state()).isEqualTo(Rollout.State.STOPPED);
        assertThat(now(rollout).stoppedBecause()).isEqualTo("1 of the 2 jobs that were let go have failed");
        assertThat(isHeld(1)).as("also of the wave that was let go").isTrue();
        AgentSession waiting = fixture.base.session(agents.get(1));
        fixture.resumeRollout.run(CustomFixture.OPERATOR, rollout.id());
        assertThat(fixture.base.isStale(waiting)).isTrue();
        run(1, 2);
        assertThat(now(rollout).wave()).isEqualTo(2);
        failForGood(2);
        assertThat(now(rollout).state()).isEqualTo(Rollout.State.STOPPED);
        assertThat(isHeld(3)).isTrue();
    }

    /** With all its retries, while which it has not ended. */
    private void failForGood(int agent) {
        UUID job = jobOf(agent);
        while (fixture.base.isScheduled(job)) {
            run(agent, 4);
            fixture.base.advance(Duration.ofHours(1));
        }
    }

    @Test
    void aShareOfFailuresStopsItToo() {
        Rollout rollout =
                start(5, new RolloutPlan(List.of(new WaveSize.Count(4), new WaveSize.Percent(100)), null, 50));
        failForGood(0);
        assertThat(now(rollout).state()).isEqualTo(Rollout.State.RUNNING);
        failForGood(1);
        assertThat(now(rollout).state()).isEqualTo(Rollout.State.STOPPED);
    }

    @Test
    void jobsThatAreUnscheduledCountAsEnded() {
        Rollout rollout = start(3, new RolloutPlan(ONE_THEN_HALF_THEN_ALL, 1, null));
        fixture.base.unscheduleJobs.run(JobFixture.caller("/"), new JobSelection.ById(List.of(jobOf(0))));
        assertThat(now(rollout).wave()).isEqualTo(1);
        assertThat(fixture.base.advanceRollouts.run()).isEqualTo(1);
        assertThat(now(rollout).wave()).isEqualTo(2);
        assertThat(now(rollout).waves().getFirst().failed()).isZero();
        fixture.base.unscheduleJobs.run(JobFixture.caller("/"), new JobSelection.ById(List.of(jobOf(1), jobOf(2))));
        fixture.base.advanceRollouts.run();
        assertThat(now(rollout).state()).isEqualTo(Rollout.State.COMPLETED);
    }

    @Test
    void aPersonStopsItAndLetsItGoOn() {
        Rollout rollout = start(2, new RolloutPlan(ONE_THEN_HALF_THEN_ALL, 1, null));
        Rollout stopped = fixture.stopRollout.run(CustomFixture.OPERATOR, rollout.id());
        assertThat(stopped.stoppedBecause()).isEqualTo("Stopped by CORP\\alice");
        assertThat(isHeld(0)).isTrue();
        assertThatThrownBy(() -> fixture.stopRollout.run(CustomFixture.OPERATOR, rollout.id()))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("is STOPPED and cannot be stopped");
        fixture.resumeRollout.run(CustomFixture.OPERATOR, rollout.id());
        run(0, 2);
        assertThat(now(rollout).wave()).isEqualTo(2);
    }

    @Test
    void aWaveThatEndsWhileItIsStoppedCountsWhenItGoesOn() {
        Rollout rollout = start(2, new RolloutPlan(ONE_THEN_HALF_THEN_ALL, 1, null));
        AgentSession session = fixture.base.session(agents.getFirst());
        long attempt = fixture.configure(session, jobOf(0)).auditId();
        fixture.stopRollout.run(CustomFixture.OPERATOR, rollout.id());
        fixture.complete(session, jobOf(0), attempt, 2, null);
        assertThat(isHeld(1)).isTrue();
        assertThat(fixture.resumeRollout
                        .run(CustomFixture.OPERATOR, rollout.id())
                        .wave())
                .isEqualTo(2);
        run(1, 2);
        assertThat(now(rollout).state()).isEqualTo(Rollout.State.COMPLETED);
    }
}
