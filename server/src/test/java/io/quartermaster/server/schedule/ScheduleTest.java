package io.quartermaster.server.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.server.schedule.Schedule.Daily;
import io.quartermaster.server.schedule.Schedule.ExactlyOnce;
import io.quartermaster.server.schedule.Schedule.Immediate;
import io.quartermaster.server.schedule.Schedule.Interval;
import io.quartermaster.server.schedule.Schedule.LastOfMonth;
import io.quartermaster.server.schedule.Schedule.Monthly;
import io.quartermaster.server.schedule.Schedule.Recurring;
import io.quartermaster.server.schedule.Schedule.Weekly;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
    private static Stream<Arguments> texts() {
        return Stream.of(
                Arguments.of("I_60", new Interval(60)),
                Arguments.of("I_1", new Interval(1)),
                Arguments.of("I_525600", new Interval(525_600)),
                Arguments.of("D_23:30", new Daily(LocalTime.of(23, 30))),
                Arguments.of("D_00:00", new Daily(LocalTime.MIDNIGHT)),
                Arguments.of("W_26_07:00", new Weekly(Set.of(DayOfWeek.MONDAY, DayOfWeek.FRIDAY), LocalTime.of(7, 0))),
                Arguments.of("W_1_07:05", new Weekly(Set.of(DayOfWeek.SUNDAY), LocalTime.of(7, 5))),
                Arguments.of("W_7_07:00", new Weekly(Set.of(DayOfWeek.SATURDAY), LocalTime.of(7, 0))),
                Arguments.of("W_1234567_07:00", new Weekly(EnumSet.allOf(DayOfWeek.class), LocalTime.of(7, 0))),
                Arguments.of("M_5_07:00", new Monthly(5, LocalTime.of(7, 0))),
                Arguments.of("M_27_07:00", new Monthly(27, LocalTime.of(7, 0))),
                Arguments.of("M_L_07:00", new LastOfMonth(LocalTime.of(7, 0))),
                Arguments.of("O_2026-11-25T23:30", new ExactlyOnce(Instant.parse("2026-11-25T23:30:00Z"))),
                Arguments.of("O_0001-01-01T00:00", new ExactlyOnce(Instant.parse("0001-01-01T00:00:00Z"))));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void aScheduleHasATextForm(String text, Schedule schedule) {
        assertThat(schedule.text()).isEqualTo(text);
        assertThat(Schedule.ofText(text)).isEqualTo(schedule);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "I", "I_"})
    void noTextAndTooShortTextMeanImmediate(@Nullable String text) {
        assertThat(Schedule.ofText(text)).isEqualTo(new Immediate());
        assertThat(new Immediate().text()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "I_0",
                "I_525601",
                "I_-5",
                "I_9999999",
                "I_x",
                "i_60",
                "D_24:00",
                "D_7:00",
                "D_23:60",
                "D_23:30:00",
                "W__07:00",
                "W_0_07:00",
                "W_8_07:00",
                "W_12345671_07:00",
                "W_26",
                "M_0_07:00",
                "M_28_07:00",
                "M_31_07:00",
                "M_l_07:00",
                "O_2026-02-29T00:00",
                "O_2026-11-25T23:30:00Z",
                "O_2026-11-25",
                "O_0000-01-01T00:00",
                "X_1",
                " I_60",
                "I_60 ",
                "I_60\n",
                "null"
            })
    void otherTextIsNoSchedule(String text) {
        assertThatThrownBy(() -> Schedule.ofText(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not the text form of a schedule: " + text);
    }

    @Test
    void secondsAreCutOff() {
        assertThat(new Daily(LocalTime.of(23, 30, 59, 999)).text()).isEqualTo("D_23:30");
        assertThat(new Weekly(Set.of(DayOfWeek.SUNDAY), LocalTime.of(7, 0, 59)).time())
                .isEqualTo("07:00");
        assertThat(new Monthly(1, LocalTime.of(7, 0, 59)).time()).isEqualTo("07:00");
        assertThat(new LastOfMonth(LocalTime.of(7, 0, 59)).time()).isEqualTo("07:00");
        assertThat(new ExactlyOnce(Instant.parse("2026-11-25T23:30:59.999Z")).time())
                .isEqualTo("2026-11-25T23:30:00Z");
    }

    @ParameterizedTest
    @CsvSource({
        // requested,                 schedule,          first run
        "2026-11-25T10:00:30Z,        ,                  2026-11-25T10:00:00Z",
        "2026-11-25T10:00:30Z,        I_60,              2026-11-25T10:00:00Z",
        "2026-11-25T10:00:30Z,        O_2026-11-26T01:00, 2026-11-26T01:00:00Z",
        "2026-11-25T10:00:30Z,        O_2020-01-01T00:00, 2020-01-01T00:00:00Z",
        "2026-11-25T10:00:30Z,        D_23:30,           2026-11-25T23:30:00Z",
        "2026-11-25T10:00:30Z,        D_10:00,           2026-11-25T10:00:00Z",
        "2026-11-25T10:00:30Z,        D_09:59,           2026-11-26T09:59:00Z",
        "2026-12-31T10:00:00Z,        D_09:00,           2027-01-01T09:00:00Z",
        "2028-02-28T10:00:00Z,        D_09:00,           2028-02-29T09:00:00Z",
        "2026-02-28T10:00:00Z,        D_09:00,           2026-03-01T09:00:00Z",
        // 2026-11-25 is a Wednesday
        "2026-11-25T10:00:00Z,        W_4_10:00,         2026-11-25T10:00:00Z",
        "2026-11-25T10:01:00Z,        W_4_10:00,         2026-12-02T10:00:00Z",
        "2026-11-25T10:00:00Z,        W_26_07:00,        2026-11-27T07:00:00Z",
        "2026-11-27T07:01:00Z,        W_26_07:00,        2026-11-30T07:00:00Z",
        "2026-11-25T10:00:00Z,        W_1_00:00,         2026-11-29T00:00:00Z",
        "2026-12-30T10:00:00Z,        W_6_07:00,         2027-01-01T07:00:00Z",
        "2026-11-25T10:00:00Z,        M_25_10:00,        2026-11-25T10:00:00Z",
        "2026-11-25T10:01:00Z,        M_25_10:00,        2026-12-25T10:00:00Z",
        "2026-11-25T10:00:00Z,        M_27_10:00,        2026-11-27T10:00:00Z",
        "2026-12-25T10:00:00Z,        M_5_07:00,         2027-01-05T07:00:00Z",
        "2026-01-31T23:00:00Z,        M_1_22:00,         2026-02-01T22:00:00Z",
        "2026-02-10T00:00:00Z,        M_L_07:00,         2026-02-28T07:00:00Z",
        "2028-02-10T00:00:00Z,        M_L_07:00,         2028-02-29T07:00:00Z",
        "2100-02-10T00:00:00Z,        M_L_07:00,         2100-02-28T07:00:00Z",
        "2026-04-30T07:01:00Z,        M_L_07:00,         2026-05-31T07:00:00Z",
        "2026-12-31T08:00:00Z,        M_L_07:00,         2027-01-31T07:00:00Z",
    })
    void theFirstRunIsTheFirstTimeFromTheMinuteOfTheRequestOn(
            Instant requested, @Nullable String schedule, Instant expected) {
        assertThat(Schedule.ofText(schedule).firstRun(requested)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        // schedule, previous run,         now,                    next run
        "I_60,       2026-11-25T10:00:00Z, 2026-11-25T10:00:20Z,   2026-11-25T11:00:00Z",
        "I_60,       2026-11-25T10:00:00Z, 2026-11-25T10:59:59Z,   2026-11-25T11:00:00Z",
        "I_60,       2026-11-25T10:00:00Z, 2026-11-25T11:00:00Z,   2026-11-25T12:00:00Z",
        "I_60,       2026-11-25T10:00:00Z, 2026-11-25T13:30:00Z,   2026-11-25T14:00:00Z",
        "I_60,       2026-11-25T10:00:00Z, 2026-11-25T09:59:30Z,   2026-11-25T11:00:00Z",
        "I_1,        2026-11-25T10:00:00Z, 2026-11-25T10:00:59Z,   2026-11-25T10:01:00Z",
        "I_1,        2026-11-25T10:00:00Z, 2026-11-25T10:01:00Z,   2026-11-25T10:02:00Z",
        "I_45,       2026-12-31T23:30:00Z, 2026-12-31T23:31:00Z,   2027-01-01T00:15:00Z",
        "I_525600,   2028-01-01T00:00:00Z, 2028-01-01T00:00:00Z,   2028-12-31T00:00:00Z",
        "D_23:30,    2026-11-25T23:30:00Z, 2026-11-25T23:30:10Z,   2026-11-26T23:30:00Z",
        "D_23:30,    2026-11-25T23:30:00Z, 2026-11-25T23:29:30Z,   2026-11-26T23:30:00Z",
        "D_23:30,    2026-11-25T23:30:00Z, 2026-11-28T10:00:00Z,   2026-11-28T23:30:00Z",
        "D_23:30,    2026-11-25T23:30:00Z, 2026-11-28T23:30:59Z,   2026-11-29T23:30:00Z",
        // no hour is left out or comes twice where clocks change: in 2026, Europe on 03-29 and 10-25
        "D_02:30,    2026-03-28T02:30:00Z, 2026-03-28T02:30:00Z,   2026-03-29T02:30:00Z",
        "I_60,       2026-03-29T00:30:00Z, 2026-03-29T00:30:00Z,   2026-03-29T01:30:00Z",
        "D_02:30,    2026-10-25T02:30:00Z, 2026-10-25T02:30:00Z,   2026-10-26T02:30:00Z",
        "W_26_07:00, 2026-11-23T07:00:00Z, 2026-11-23T07:00:00Z,   2026-11-27T07:00:00Z",
        "W_26_07:00, 2026-11-27T07:00:00Z, 2026-11-27T07:00:00Z,   2026-11-30T07:00:00Z",
        "W_26_07:00, 2026-11-23T07:00:00Z, 2026-11-27T07:00:00Z,   2026-11-30T07:00:00Z",
        "W_4_07:00,  2026-11-25T07:00:00Z, 2026-12-25T07:00:00Z,   2026-12-30T07:00:00Z",
        "M_5_07:00,  2026-11-05T07:00:00Z, 2026-11-05T07:03:00Z,   2026-12-05T07:00:00Z",
        "M_5_07:00,  2026-12-05T07:00:00Z, 2026-12-05T07:03:00Z,   2027-01-05T07:00:00Z",
        "M_5_07:00,  2026-11-05T07:00:00Z, 2027-03-06T00:00:00Z,   2027-04-05T07:00:00Z",
        "M_L_07:00,  2026-01-31T07:00:00Z, 2026-01-31T07:00:00Z,   2026-02-28T07:00:00Z",
        "M_L_07:00,  2028-01-31T07:00:00Z, 2028-01-31T07:00:00Z,   2028-02-29T07:00:00Z",
        "M_L_07:00,  2028-02-29T07:00:00Z, 2028-02-29T07:00:00Z,   2028-03-31T07:00:00Z",
        "M_L_23:59,  2026-12-31T23:59:00Z, 2026-12-31T23:59:59Z,   2027-01-31T23:59:00Z",
    })
    void afterARunComesTheNextTimeAndMissedTimesCountAsOne(
            String schedule, Instant previousRun, Instant now, Instant expected) {
        Recurring recurring = (Recurring) Schedule.ofText(schedule);
        assertThat(recurring.nextRun(previousRun, now)).isEqualTo(expected);
    }

    @Test
    void anAgentIsToldOneTimeOrNothingWhenTheRunIsDue() {
        Instant now = Instant.parse("2026-11-25T23:30:00Z");
        assertThat(Schedule.agentText(now, now)).isNull();
        assertThat(Schedule.agentText(now.minusSeconds(1), now)).isNull();
        assertThat(Schedule.agentText(now.plusSeconds(60), now)).isEqualTo("O_2026-11-25T23:31");
    }

    @Test
    void whatIsOutOfItsLimitsCannotBeMade() {
        assertThatThrownBy(() -> new Interval(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Interval(525_601)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Weekly(Set.of(), LocalTime.NOON)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Monthly(0, LocalTime.NOON)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Monthly(28, LocalTime.NOON)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ExactlyOnce(Instant.parse("+10000-01-01T00:00:00Z")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
