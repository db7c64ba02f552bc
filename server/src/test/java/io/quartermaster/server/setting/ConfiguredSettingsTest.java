package io.quartermaster.server.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.server.setting.JobSettings.EnumForm;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfiguredSettingsTest {
    private static final int ORDINAL = 300;

    private static Config environment(Map<String, String> variables) {
        return new SmallRyeConfigBuilder()
                .withSources(new EnvConfigSource(variables, ORDINAL))
                .build();
    }

    @Test
    void withoutConfigurationTheDefaultsHold() {
        ConfiguredSettings configured = new ConfiguredSettings(environment(Map.of()));
        assertThat(configured.agents()).isEqualTo(AgentSettings.DEFAULT);
        assertThat(configured.jobs()).isEqualTo(JobSettings.DEFAULT);
        assertThat(configured.stores()).isEqualTo(StoreSettings.DEFAULT);
    }

    @Test
    void everySettingCanBeSetByItsVariable() {
        ConfiguredSettings configured = new ConfiguredSettings(environment(Map.of(
                "QM_AGENT_HEARTBEAT", "1s",
                "QM_AGENT_SESSION_LENGTH", "PT2H",
                "QM_AGENT_HEARTBEATS_PER_SECOND_MAX", "9",
                "QM_AGENT_DEPARTURE_NEEDS_STORE_MODIFY", "no",
                "QM_JOB_RETRIES_MAX", "0",
                "QM_JOB_TIME_LIMIT", "10m",
                "QM_JOB_UNDO_DAYS", "90",
                "QM_API_JOB_HISTORY_ENUMS", "NAME",
                "QM_API_WEEK_DAYS", "name",
                "QM_STORE_AGENT_MAY_FOLLOW", "true")));
        assertThat(configured.agents())
                .isEqualTo(new AgentSettings(Duration.ofSeconds(1), Duration.ofHours(2), 9, false));
        assertThat(configured.jobs())
                .isEqualTo(new JobSettings(0, Duration.ofMinutes(10), 90, EnumForm.NAME, EnumForm.NAME));
        assertThat(configured.stores()).isEqualTo(new StoreSettings(true));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    QM_AGENT_HEARTBEAT | 0s | qm.agent.heartbeat (QM_AGENT_HEARTBEAT) is '0s'; expected a duration from 1s to 1d, such as 90s, 5m, 2h or 1d.
                    QM_AGENT_HEARTBEAT | abc | qm.agent.heartbeat (QM_AGENT_HEARTBEAT) is 'abc'; expected a duration from 1s to 1d, such as 90s, 5m, 2h or 1d.
                    QM_JOB_UNDO_DAYS | 91 | qm.job.undo-days (QM_JOB_UNDO_DAYS) is '91'; expected a whole number from 0 to 90.
                    QM_JOB_RETRIES_MAX | many | qm.job.retries-max (QM_JOB_RETRIES_MAX) is 'many'; expected a whole number from 0 to 50.
                    QM_API_WEEK_DAYS | words | qm.api.week-days (QM_API_WEEK_DAYS) is 'words'; expected number or name.
                    QM_STORE_AGENT_MAY_FOLLOW | perhaps | qm.store.agent-may-follow (QM_STORE_AGENT_MAY_FOLLOW) is 'perhaps'; expected true or false.
                    QM_HTTP_API_ALIASES | / | qm.http.api-aliases (QM_HTTP_API_ALIASES) is '/'; expected paths with a comma between, such as /Keyfactor/API.
                    QM_HTTP_PRODUCT_VERSION | new | qm.http.product-version (QM_HTTP_PRODUCT_VERSION) is 'new'; expected a version such as 25.4.0.
                    """)
    void aValueThatASettingCannotHaveIsSaidInOneSentence(String variable, String value, String sentence) {
        assertThatThrownBy(() -> Settings.check(environment(Map.of(variable, value))))
                .isInstanceOf(UnusableSettingException.class)
                .hasMessage(sentence);
    }
}
