package io.quartermaster.server.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AgentSettingsTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void theDefaultsAreThoseOfTheDocumentation() {
        assertThat(AgentSettings.DEFAULT)
                .isEqualTo(new AgentSettings(Duration.ofMinutes(5), Duration.ofMinutes(1380), 500, true));
    }

    @Test
    void theLimitsThemselvesAreAllowed() {
        assertThatCode(() -> new AgentSettings(Duration.ofSeconds(1), MINUTE, 1, true))
                .doesNotThrowAnyException();
        assertThatCode(() -> new AgentSettings(Duration.ofDays(1), Duration.ofDays(30), 100_000, false))
                .doesNotThrowAnyException();
    }

    @Test
    void whatIsBeyondALimitIsRefusedByName() {
        refused(Duration.ofMillis(999), MINUTE, 1, "qm.agent.heartbeat must be PT1S to PT24H, not PT0.999S.");
        refused(Duration.ofDays(2), MINUTE, 1, "qm.agent.heartbeat must be PT1S to PT24H, not PT48H.");
        refused(MINUTE, Duration.ofSeconds(59), 1, "qm.agent.session-length must be PT1M to PT720H, not PT59S.");
        refused(MINUTE, Duration.ofDays(31), 1, "qm.agent.session-length must be PT1M to PT720H, not PT744H.");
        refused(MINUTE, MINUTE, 0, "qm.agent.heartbeats-per-second-max must be 1 to 100000, not 0.");
        refused(MINUTE, MINUTE, 100_001, "qm.agent.heartbeats-per-second-max must be 1 to 100000, not 100001.");
    }

    private static void refused(Duration heartbeat, Duration sessionLength, int perSecondMax, String message) {
        assertThatThrownBy(() -> new AgentSettings(heartbeat, sessionLength, perSecondMax, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
