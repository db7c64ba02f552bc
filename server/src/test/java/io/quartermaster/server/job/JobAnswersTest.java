package io.quartermaster.server.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.server.schedule.Schedule;
import io.quartermaster.server.setting.JobSettings;
import io.quartermaster.server.setting.JobSettings.EnumForm;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class JobAnswersTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:15:02Z");
    private static final JobSettings NAMES = new JobSettings(5, Duration.ofHours(2), 7, EnumForm.NAME, EnumForm.NAME);

    private static JobHistoryRow row(int result, int status, Schedule schedule) {
        return new JobHistoryRow(
                1, "edge-01", new UUID(0, 1), schedule, "RestartService", NOW, null, null, result, status, null, null);
    }

    private static List<Object> enums(JobSettings settings, int result, int status) {
        JobHistoryResponse answer = new JobAnswers(settings).history(row(result, status, new Schedule.Immediate()));
        return List.of(answer.result(), answer.status());
    }

    @Test
    void resultAndStatusAreNumbersUnlessTheSettingMakesThemNames() {
        assertThat(enums(JobSettings.DEFAULT, 4, 5)).containsExactly(4, 5);
        assertThat(enums(NAMES, 4, 5)).containsExactly("Failure", "CompletedWillRetry");
        assertThat(enums(NAMES, 2, 3)).containsExactly("Success", "Completed");
        assertThat(enums(NAMES, 0, 2)).containsExactly("Unknown", "InProcess");
        assertThat(enums(NAMES, 3, 4)).containsExactly("Warning", "Acknowledged");
    }

    @Test
    void weekDaysAreNumbersUnlessTheSettingMakesThemNames() {
        Schedule weekly = Schedule.ofText("W_26_07:00");
        assertThat(days(JobSettings.DEFAULT, weekly)).containsExactly(1, 5);
        assertThat(days(NAMES, weekly)).containsExactly("Monday", "Friday");
    }

    private static List<Object> days(JobSettings settings, Schedule schedule) {
        var answer = new JobAnswers(settings).history(row(2, 3, schedule)).schedule();
        return Objects.requireNonNull(Objects.requireNonNull(answer.weekly()).days());
    }
}
