package io.quartermaster.server.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.server.setting.AgentSettings;
import java.time.Duration;
import java.util.IntSummaryStatistics;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HeartbeatIntervalTest {

    @Test
    void theSettingIsSpreadByATenthBothWays() {
        IntSummaryStatistics seconds = seconds(AgentSettings.DEFAULT, 10);

        assertThat(seconds.getMin()).isBetween(270, 275);
        assertThat(seconds.getMax()).isBetween(325, 330);
        assertThat(seconds.getAverage()).isBetween(298.0, 302.0);
    }

    @Test
    void aLargeFleetPollsNoFasterThanTheRateAllows() {
        assertThat(seconds(AgentSettings.DEFAULT, 150_000).getAverage()).isBetween(298.0, 302.0);
        assertThat(seconds(AgentSettings.DEFAULT, 500_000).getAverage()).isBetween(990.0, 1010.0);
    }

    @Test
    void oneSecondStaysOneSecond() {
        IntSummaryStatistics seconds = seconds(every(Duration.ofSeconds(1), 500), 3);

        assertThat(seconds.getMin()).isEqualTo(1);
        assertThat(seconds.getMax()).isEqualTo(1);
    }

    @Test
    void noFleetIsSoLargeThatAnAgentIsNotHeardOfForMoreThanADay() {
        assertThat(seconds(every(Duration.ofDays(1), 1), 10_000_000_000L).getMax())
                .isLessThanOrEqualTo(86_400 * 11 / 10);
    }

    @Test
    void minutesAreRoundedUp() {
        assertThat(new HeartbeatInterval(1).minutes()).isEqualTo(1);
        assertThat(new HeartbeatInterval(60).minutes()).isEqualTo(1);
        assertThat(new HeartbeatInterval(61).minutes()).isEqualTo(2);
        assertThat(new HeartbeatInterval(330).minutes()).isEqualTo(6);
    }

    private static AgentSettings every(Duration heartbeat, int perSecondMax) {
        return new AgentSettings(heartbeat, AgentSettings.DEFAULT.sessionLength(), perSecondMax, true);
    }

    private static IntSummaryStatistics seconds(AgentSettings settings, long approvedAgents) {
        Random random = new Random(11);
        return IntStream.range(0, 10_000)
                .map(i -> HeartbeatInterval.of(settings, approvedAgents, random).seconds())
                .summaryStatistics();
    }
}
