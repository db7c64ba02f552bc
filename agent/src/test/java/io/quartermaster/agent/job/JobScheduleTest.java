package io.quartermaster.agent.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobScheduleTest {
    @ParameterizedTest
    @CsvSource({
        "I_60,              2026-11-23T10:15:30Z, 2026-11-23T11:15:30Z",
        "I_1,               2026-12-31T23:59:30Z, 2027-01-01T00:00:30Z",
        "D_23:30,           2026-11-23T10:15:00Z, 2026-11-23T23:30:00Z",
        "D_23:30,           2026-11-23T23:30:00Z, 2026-11-24T23:30:00Z",
        "D_7:5,             2026-11-23T10:15:00Z, 2026-11-24T07:05:00Z",
        // the 23rd is a Monday: 2
        "W_2_10:00,         2026-11-23T10:15:00Z, 2026-11-30T10:00:00Z",
        "W_246_08:30,       2026-11-23T10:15:00Z, 2026-11-25T08:30:00Z",
        "W_1_00:00,         2026-11-23T10:15:00Z, 2026-11-29T00:00:00Z",
        "W_7_23:59,         2026-11-23T10:15:00Z, 2026-11-28T23:59:00Z",
        "M_5_07:00,         2026-11-23T10:15:00Z, 2026-12-05T07:00:00Z",
        "M_L_07:00,         2026-11-23T10:15:00Z, 2026-11-30T07:00:00Z",
        "M_L_07:00,         2028-02-01T00:00:00Z, 2028-02-29T07:00:00Z",
        "M_L_07:00,         2026-02-28T07:00:00Z, 2026-03-31T07:00:00Z",
        // day 31 of a short month is the 1st of the next one
        "M_31_07:00,        2026-11-23T10:15:00Z, 2026-12-01T07:00:00Z",
        "M_31_07:00,        2026-12-01T07:00:00Z, 2026-12-31T07:00:00Z",
        "M_30_07:00,        2026-02-10T00:00:00Z, 2026-03-02T07:00:00Z",
        "M_30_07:00,        2026-03-02T07:00:00Z, 2026-03-30T07:00:00Z",
        "M_29_00:00,        2028-02-28T12:00:00Z, 2028-02-29T00:00:00Z",
    })
    void aRecurringJobRunsNextAfterThisMoment(String text, Instant after, Instant next) {
        JobSchedule schedule = JobSchedule.parse(text);
        assertThat(schedule.next(after)).contains(next);
        assertThat(schedule.first(after)).isEqualTo(next);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "I", "I_", "O_"})
    void aShortTextMeansAtOnce(String text) {
        assertThat(JobSchedule.parse(text)).isEqualTo(new JobSchedule.Now());
        assertThat(JobSchedule.parse(null)).isEqualTo(new JobSchedule.Now());
    }

    @ParameterizedTest
    @ValueSource(strings = {"O_2026-11-25T23:30", "O_2026-11-25T23:30:59Z", "O_2026-11-25T23:30+02:00"})
    void whatFollowsTheMinutesDoesNotCount(String text) {
        JobSchedule schedule = JobSchedule.parse(text);
        assertThat(schedule.first(Instant.EPOCH)).isEqualTo("2026-11-25T23:30:00Z");
        assertThat(schedule.next(Instant.EPOCH)).isEmpty();
    }

    @Test
    void aJobForAtOnceRunsOnce() {
        Instant now = Instant.parse("2026-11-23T10:15:00Z");
        assertThat(new JobSchedule.Now().first(now)).isEqualTo(now);
        assertThat(new JobSchedule.Now().next(now)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "I_0",
                "I_-5",
                "I_x1",
                "I_525601",
                "I_99999999999",
                "D_24:00",
                "D_12:60",
                "D_12",
                "D_:",
                "W_8_07:00",
                "W_0_07:00",
                "W__07:00",
                "W_07:00",
                "M_0_07:00",
                "M_32_07:00",
                "M_x_07:00",
                "M_507:00",
                "O_2026-11-25",
                "O_2026-13-25T23:30",
                "X_60",
                "now",
                "I_\u0661\u0662"
            })
    void anyOtherTextIsRefusedAndQuoted(String text) {
        assertThatThrownBy(() -> JobSchedule.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The schedule \"" + text + "\" is none that this agent knows.");
    }
}
