package io.quartermaster.server.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.server.agent.AgentSession;
import io.quartermaster.server.job.CustomFixture;
import io.quartermaster.server.job.CustomJobType;
import io.quartermaster.server.job.CustomJobTypeDefinition;
import io.quartermaster.server.job.JobOperation;
import io.quartermaster.server.job.JobSelection;
import io.quartermaster.server.setting.JobSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of the secrets of jobs that were unscheduled, and may be put back. */
class UndoSecretsTest {
    private final CustomFixture fixture = new CustomFixture();
    private final UndoOperation undo = OperationFixture.undo(fixture.base);
    private final CustomJobType type = fixture.restartService();
    private final UUID agent = fixture.agent("edge-01.example.net", "Custom.RestartService");

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aRestoredJobIsToldItsSecretAndLosesItWhenItEnds() {
        UUID job = fixture.schedule(agent, "RestartService", null, Map.of("Token", "hunter2"));
        JobOperation unschedule = unschedule(job);
        fixture.purgeSecrets.run();
        undo.run(CustomFixture.OPERATOR, unschedule.id(), null);
        fixture.base.advance(Duration.ofDays(JobSettings.DEFAULT.undoDays()));
        fixture.base.purgeKeptJobs.run();
        assertThat(fixture.purgeSecrets.run()).as("the new job needs it").isZero();
        AgentSession session = fixture.base.session(agent);
        UUID restored = fixture.base.listed(agent).getFirst();
        var told = fixture.configure(session, restored);
        assertThat(Objects.requireNonNull(told.job()).properties()).containsEntry("Token", "hunter2");
        fixture.complete(session, restored, told.auditId(), 2, null);
        assertThat(fixture.secretCount()).isZero();
    }

    @Test
    void aJobTypeWhoseFieldsChangedIsSeenByTheUndoAndOneWithANewDescriptionIsNot() {
        UUID job = fixture.schedule(agent, "RestartService", "D_23:30", Map.of("Token", "hunter2"));
        JobOperation first = unschedule(job);
        fixture.base.advance(Duration.ofSeconds(1));
        fixture.updateType.run(
                CustomFixture.OPERATOR,
                new CustomJobType(type.id(), new CustomJobTypeDefinition(type.name(), "Other words", type.fields())));
        undo.run(CustomFixture.OPERATOR, first.id(), null);
        JobOperation second = unschedule(fixture.base.listed(agent).getFirst());
        fixture.base.advance(Duration.ofSeconds(1));
        fixture.updateType.run(
                CustomFixture.OPERATOR,
                new CustomJobType(type.id(), new CustomJobTypeDefinition(type.name(), null, List.of())));
        assertThatThrownBy(() -> undo.run(CustomFixture.OPERATOR, second.id(), null))
                .hasMessageContaining("cannot be put back");
    }

    private JobOperation unschedule(UUID jobId) {
        return fixture.base.unscheduleJobs.run(CustomFixture.OPERATOR, new JobSelection.ById(List.of(jobId)));
    }
}
