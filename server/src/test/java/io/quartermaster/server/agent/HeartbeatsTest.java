package io.quartermaster.server.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.server.db.TestDatabase;
import io.quartermaster.server.job.SettableClock;
import io.quartermaster.server.setting.AgentSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HeartbeatsTest {
    private final TestDatabase test = TestDatabase.fresh();
    private final TestAgents agents = new TestAgents(test.database());
    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T09:00:00Z"));

    /** At most one heartbeat a second from the whole fleet, so that each agent counts. */
    private final AgentSettings slow =
            new AgentSettings(Duration.ofSeconds(1), AgentSettings.DEFAULT.sessionLength(), 1, true);

    private final Heartbeats heartbeats =
            new Heartbeats(test.database(), new AgentRepository(), slow, clock, new Random(5));

    @AfterEach
    void drop() {
        test.close();
    }

    @Test
    void theFleetIsCountedAgainAfterAMinuteAndNotBefore() {
        assertThat(heartbeats.next().seconds()).isEqualTo(1);
        for (int i = 0; i < 100; i++) {
            agents.approved("edge-" + i);
        }
        agents.add("waiting", AgentStatus.NEW, List.of());

        clock.advance(Heartbeats.FLEET_SIZE_KEPT.minusMillis(1));
        assertThat(heartbeats.next().seconds()).isEqualTo(1);
        clock.advance(Duration.ofMillis(1));
        assertThat(heartbeats.next().seconds()).isBetween(90, 110);
        assertThat(heartbeats.next().seconds()).isBetween(90, 110);
    }
}
