package io.quartermaster.server.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.server.setting.JobSettings.EnumForm;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConfiguredSettingsTest {
    private final ConfiguredSettings configured = new ConfiguredSettings();

    @Test
    void withoutConfigurationTheDefaultsHold() {
        assertThat(configured.agents(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()))
                .isEqualTo(AgentSettings.DEFAULT);
        assertThat(configured.jobs(
                        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()))
                .isEqualTo(JobSettings.DEFAULT);
    }

    @Test
    void everySettingCanBeSet() {
        assertThat(configured.agents(
                        Optional.of(Duration.ofSeconds(1)),
                        Optional.of(Duration.ofHours(2)),
                        Optional.of(9),
                        Optional.of(false)))
                .isEqualTo(new AgentSettings(Duration.ofSeconds(1), Duration.ofHours(2), 9, false));
        assertThat(configured.jobs(
                        Optional.of(0),
                        Optional.of(Duration.ofMinutes(10)),
                        Optional.of(90),
                        Optional.of(EnumForm.NAME),
                        Optional.of(EnumForm.NAME)))
                .isEqualTo(new JobSettings(0, Duration.ofMinutes(10), 90, EnumForm.NAME, EnumForm.NAME));
    }

    @Test
    void aValueBeyondItsLimitIsNamed() {
        assertThatThrownBy(() -> configured.agents(
                        Optional.of(Duration.ZERO), Optional.empty(), Optional.empty(), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("qm.agent.heartbeat must be PT1S to PT24H");
        assertThatThrownBy(() -> configured.jobs(
                        Optional.empty(), Optional.empty(), Optional.of(91), Optional.empty(), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("qm.job.undo-days must be 0 to 90, not 91.");
    }
}
