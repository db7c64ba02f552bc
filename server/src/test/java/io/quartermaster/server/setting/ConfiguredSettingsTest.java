package io.quartermaster.server.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfiguredSettingsTest {

    @Test
    void withoutConfigurationTheDefaultsHold() {
        SmallRyeConfig config = config(Map.of());

        assertThat(config.getConfigMapping(AgentConfiguration.class).settings()).isEqualTo(AgentSettings.DEFAULT);
        assertThat(config.getConfigMapping(JobConfiguration.class).settings()).isEqualTo(JobSettings.DEFAULT);
    }

    @Test
    void everySettingCanBeSet() {
        SmallRyeConfig config = config(Map.of(
                "qm.agent.heartbeat", "PT1S",
                "qm.agent.session-length", "PT2H",
                "qm.agent.heartbeats-per-second-max", "9",
                "qm.agent.departure-needs-store-modify", "false",
                "qm.job.retries-max", "0",
                "qm.job.time-limit", "PT10M",
                "qm.job.history-enums", "name",
                "qm.job.week-days", "NAME"));

        assertThat(config.getConfigMapping(AgentConfiguration.class).settings())
                .isEqualTo(new AgentSettings(Duration.ofSeconds(1), Duration.ofHours(2), 9, false));
        assertThat(config.getConfigMapping(JobConfiguration.class).settings())
                .isEqualTo(new JobSettings(
                        0, Duration.ofMinutes(10), JobSettings.EnumForm.NAME, JobSettings.EnumForm.NAME));
    }

    @Test
    void aValueBeyondItsLimitIsNamed() {
        SmallRyeConfig config = config(Map.of("qm.agent.heartbeat", "PT0S"));

        assertThatThrownBy(
                        () -> config.getConfigMapping(AgentConfiguration.class).settings())
                .hasMessageContaining("qm.agent.heartbeat must be PT1S to PT24H");
    }

    private static SmallRyeConfig config(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .withMapping(AgentConfiguration.class)
                .withMapping(JobConfiguration.class)
                .build();
    }
}
