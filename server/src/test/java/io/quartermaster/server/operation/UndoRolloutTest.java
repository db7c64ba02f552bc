package io.quartermaster.server.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.agent.protocol.ConfigureReply;
import io.quartermaster.server.agent.AgentSession;
import io.quartermaster.server.control.Rollout;
import io.quartermaster.server.control.RolloutPlan;
import io.quartermaster.server.control.WaveSize;
import io.quartermaster.server.job.CustomFixture;
import io.quartermaster.server.job.JobKind;
import io.quartermaster.server.job.JobOperation;
import io.quartermaster.server.job.JobSelection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an undo does with jobs of a rollout: none may start before its turn because it was taken back. */
class UndoRolloutTest {
    private final CustomFixture fixture = new CustomFixture();
    private final UndoOperation undo = OperationFixture.undo(fixture.base);
    private final List<UUID> agents;
    private final Rollout rollout;

    UndoRolloutTest() {
        fixture.restartService();
        agents = IntStream.range(0, 3)
                .mapToObj(i -> fixture.agent("edge-" + i + ".example.net", "Custom.RestartService"))
                .toList();
        rollout = fixture.startRollout
                .run(
                        CustomFixture.OPERATOR,
                        agents,
                        CustomFixture.order("RestartService", null, Map.of()),
                        new RolloutPlan(List.of(new WaveSize.Count(1), new WaveSize.Percent(100)), 1, null))
                .rollout();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aHeldJobIsHeldAgainAndItsWaveWaitsForIt() {
        JobOperation unschedule = unschedule(jobOf(1));
        fixture.base.advanceRollouts.run();
        assertThat(now().waves().get(1).ended()).isEqualTo(1);
        undo.run(CustomFixture.OPERATOR, unschedule.id(), null);
        assertThat(now().waves().get(1).ended()).isZero();
        assertThat(isHeld(1)).isTrue();
        run(0);
        run(2);
        assertThat(now().state()).isEqualTo(Rollout.State.RUNNING);
        run(1);
        assertThat(now().state()).isEqualTo(Rollout.State.COMPLETED);
    }

    @Test
    void laterWavesThatWereLetGoAreHeldAgainUntilItHasEnded() {
        JobOperation unschedule = unschedule(jobOf(0));
        fixture.base.advanceRollouts.run();
        assertThat(now().wave()).isEqualTo(2);
        undo.run(CustomFixture.OPERATOR, unschedule.id(), null);
        assertThat(isHeld(1)).isTrue();
        run(0);
        assertThat(isHeld(1)).isFalse();
    }

    @Test
    void aJobOfAStoppedRolloutIsHeldUntilItIsResumed() {
        fixture.stopRollout.run(CustomFixture.OPERATOR, rollout.id());
        JobOperation unschedule = unschedule(jobOf(0));
        undo.run(CustomFixture.OPERATOR, unschedule.id(), null);
        assertThat(isHeld(0)).isTrue();
        fixture.resumeRollout.run(CustomFixture.OPERATOR, rollout.id());
        assertThat(isHeld(0)).isFalse();
    }

    @Test
    void whenTheRolloutIsOverItIsAJobLikeAnyOther() {
        JobOperation unschedule = unschedule(jobOf(0), jobOf(1), jobOf(2));
        fixture.base.advanceRollouts.run();
        assertThat(now().state()).isEqualTo(Rollout.State.COMPLETED);
        undo.run(CustomFixture.OPERATOR, unschedule.id(), null);
        AgentSession session = fixture.base.session(agents.get(2));
        assertThat(fixture.base.listed(agents.get(2))).hasSize(1);
        assertThat(fixture.configure(session, fixture.base.listed(agents.get(2)).getFirst())
                        .auditId())
                .isPositive();
    }

    private JobOperation unschedule(UUID... jobIds) {
        return fixture.base.unscheduleJobs.run(CustomFixture.OPERATOR, new JobSelection.ById(List.of(jobIds)));
    }

    private UUID jobOf(int agent) {
        return fixture.base.database.read(tx -> tx.createQuery("SELECT job_id FROM rollout_job WHERE agent_id = :agent")
                .bind("agent", agents.get(agent))
                .mapTo(UUID.class)
                .one());
    }

    private boolean isHeld(int agent) {
        return fixture.ask(JobKind.CUSTOM, fixture.base.session(agents.get(agent)), jobOf(agent))
                        instanceof ConfigureReply refused
                && !refused.jobCancelled();
    }

    private void run(int agent) {
        AgentSession session = fixture.base.session(agents.get(agent));
        long attempt = fixture.configure(session, jobOf(agent)).auditId();
        fixture.complete(session, jobOf(agent), attempt, 2, null);
    }

    private Rollout now() {
        return fixture.listRollouts.run(CustomFixture.OPERATOR, rollout.id());
    }
}
