package io.quartermaster.server.renewal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RetryPolicyTest {
    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");

    @ParameterizedTest
    @CsvSource({"1,5", "2,10", "3,20", "7,320", "8,360", "50,360"})
    void pausesGrowUpToSixHours(int failures, long minutes) {
        assertThat(new RetryPolicy(10).next(failures, NOW)).isEqualTo(NOW.plus(Duration.ofMinutes(minutes)));
    }

    @Test
    void afterTheLastRetryItIsOver() {
        assertThat(new RetryPolicy(0).isOver(1)).isTrue();
        assertThat(new RetryPolicy(2).isOver(2)).isFalse();
        assertThat(new RetryPolicy(2).isOver(3)).isTrue();
    }
}
