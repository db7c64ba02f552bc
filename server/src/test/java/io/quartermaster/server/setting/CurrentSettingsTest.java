package io.quartermaster.server.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.server.setting.JobSettings.EnumForm;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CurrentSettingsTest {
    private static final int ORDINAL = 300;

    private static Config environment(Map<String, String> variables) {
        return new SmallRyeConfigBuilder()
                .withSources(new EnvConfigSource(variables, ORDINAL))
                .build();
    }

    @Test
    void withoutConfigurationTheDefaultsHold() {
        CurrentSettings configured = new CurrentSettings(environment(Map.of()));
        assertThat(configured.agents().get()).isEqualTo(AgentSettings.DEFAULT);
        assertThat(configured.jobs().get()).isEqualTo(JobSettings.DEFAULT);
        assertThat(configured.stores().get()).isEqualTo(StoreSettings.DEFAULT);
        assertThat(configured.history().get()).isEqualTo(HistorySettings.DEFAULT);
        assertThat(configured.notices().get()).isEqualTo(NoticeSettings.DEFAULT);
        assertThat(configured.inventories().get()).isEqualTo(InventorySettings.DEFAULT);
        assertThat(configured.live()).isEqualTo(LiveSettings.DEFAULT);
        assertThat(configured.webhooks()).isEqualTo(WebhookSettings.DEFAULT);
        assertThat(configured.renewals()).isEqualTo(RenewalSettings.DEFAULT);
    }

    @Test
    void everySettingCanBeSetByItsVariable() {
        CurrentSettings configured = new CurrentSettings(environment(Map.ofEntries(
                Map.entry("QM_AGENT_HEARTBEAT", "1s"),
                Map.entry("QM_AGENT_SESSION_LENGTH", "PT2H"),
                Map.entry("QM_AGENT_HEARTBEATS_PER_SECOND_MAX", "9"),
                Map.entry("QM_AGENT_DEPARTURE_NEEDS_STORE_MODIFY", "no"),
                Map.entry("QM_JOB_RETRIES_MAX", "0"),
                Map.entry("QM_JOB_TIME_LIMIT", "10m"),
                Map.entry("QM_JOB_UNDO_DAYS", "90"),
                Map.entry("QM_API_JOB_HISTORY_ENUMS", "NAME"),
                Map.entry("QM_API_WEEK_DAYS", "name"),
                Map.entry("QM_STORE_AGENT_MAY_FOLLOW", "true"),
                Map.entry("QM_INVENTORY_HOLD_SHARE", "20"),
                Map.entry("QM_INVENTORY_HOLD_ENTRIES_MIN", "2"),
                Map.entry("QM_INVENTORY_BELIEVE_REPEATED", "3"),
                Map.entry("QM_INVENTORY_VERSIONS_KEEP_DAYS", "30"),
                Map.entry("QM_JOB_HISTORY_KEEP_DAYS", "31"),
                Map.entry("QM_JOB_FAILURES_AGE_DAYS", "1"),
                Map.entry("QM_AGENT_NOTICES", "yes"),
                Map.entry("QM_AGENT_NOTICE_RECIPIENTS", "ops@example.com, night@example.com"),
                Map.entry("QM_AGENT_LATE_AFTER", "2h"))));
        assertThat(configured.agents().get())
                .isEqualTo(new AgentSettings(Duration.ofSeconds(1), Duration.ofHours(2), 9, false));
        assertThat(configured.jobs().get())
                .isEqualTo(new JobSettings(0, Duration.ofMinutes(10), 90, EnumForm.NAME, EnumForm.NAME));
        assertThat(configured.inventories().get()).isEqualTo(new InventorySettings(20, 2, 3, 30));
        assertThat(configured.stores().get()).isEqualTo(new StoreSettings(true, JobSettings.EnumForm.NAME));
        assertThat(configured.history().get()).isEqualTo(new HistorySettings(31, 1));
        assertThat(configured.notices().get())
                .isEqualTo(new NoticeSettings(true, "ops@example.com, night@example.com", Duration.ofHours(2)));
        assertThat(configured.notices().get().addresses()).containsExactly("ops@example.com", "night@example.com");
    }

    @Test
    void webhooksCanBeSetByTheirVariables() {
        CurrentSettings configured = new CurrentSettings(environment(Map.of(
                "QM_WEBHOOK_HTTP_ALLOWED", "true",
                "QM_WEBHOOK_NETWORKS_ALLOWED", "10.1.0.0/16, fd00:1::/64",
                "QM_WEBHOOK_PORTS", "443, 9443",
                "QM_WEBHOOK_WEBHOOKS_MAX", "0",
                "QM_WEBHOOK_OFF_AFTER", "1h",
                "QM_WEBHOOK_KEEP_DELIVERIES", "2h")));
        assertThat(configured.webhooks())
                .isEqualTo(new WebhookSettings(
                        true,
                        List.of("10.1.0.0/16", "fd00:1::/64"),
                        List.of(443, 9443),
                        0,
                        Duration.ofHours(1),
                        Duration.ofHours(2)));
    }

    @Test
    void renewalsCanBeSetByTheirVariables() {
        CurrentSettings configured = new CurrentSettings(
                environment(Map.of("QM_RENEWAL_RETRIES_MAX", "3", "QM_RENEWAL_NETWORKS_ALLOWED", "10.1.0.0/16")));
        assertThat(configured.renewals()).isEqualTo(new RenewalSettings(3, List.of("10.1.0.0/16")));
    }

    @Test
    void theStreamsOfEventsCanBeSetByTheirVariables() {
        CurrentSettings configured = new CurrentSettings(environment(Map.of(
                "QM_LIVE_STREAMS_MAX", "0",
                "QM_LIVE_STREAMS_PER_CALLER_MAX", "1",
                "QM_LIVE_HEARTBEAT", "1s",
                "QM_LIVE_STREAM_LENGTH_MAX", "10s")));
        assertThat(configured.live()).isEqualTo(new LiveSettings(0, 1, Duration.ofSeconds(1), Duration.ofSeconds(10)));
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
