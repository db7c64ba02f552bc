package io.quartermaster.server.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.server.schedule.Schedule.Daily;
import io.quartermaster.server.schedule.Schedule.Interval;
import io.quartermaster.server.schedule.Schedule.LastOfMonth;
import io.quartermaster.server.schedule.Schedule.Monthly;
import io.quartermaster.server.schedule.Schedule.Recurring;
import io.quartermaster.server.schedule.Schedule.Weekly;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SchedulePropertiesTest {
    private static final int SCHEDULES_PER_SEED = 100;

    private static LongStream seeds() {
        return LongStream.range(0, 30);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theTextFormReadsBackAsTheSameSchedule(long seed) {
        Schedules schedules = new Schedules(new SplittableRandom(seed));
        for (int i = 0; i < SCHEDULES_PER_SEED; i++) {
            Schedule schedule = schedules.any();
            assertThat(Schedule.ofText(schedule.text())).as("seed %d", seed).isEqualTo(schedule);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theNextRunIsTheEarliestTimeOfTheScheduleAfterPreviousRunAndNow(long seed) {
        Schedules schedules = new Schedules(new SplittableRandom(seed));
        for (int i = 0; i < SCHEDULES_PER_SEED; i++) {
            Recurring schedule = schedules.recurring();
            Instant previous = schedule.firstRun(schedules.moment());
            Instant now = schedules.around(previous);
            Instant next = schedule.nextRun(previous, now);
            String what =
                    "seed %d: %s, previous %s, now %s, next %s".formatted(seed, schedule.text(), previous, now, next);

            Instant later = (previous.isAfter(now) ? previous : now).truncatedTo(ChronoUnit.MINUTES);
            assertThat(next).as(what).isAfter(later);
            assertThat(belongs(schedule, previous, next)).as(what).isTrue();
            assertThat(betweenBelongs(schedule, previous, later, next)).as(what).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theFirstRunIsNoLaterThanOnePeriodAndBelongsToTheSchedule(long seed) {
        Schedules schedules = new Schedules(new SplittableRandom(seed));
        for (int i = 0; i < SCHEDULES_PER_SEED; i++) {
            Recurring schedule = schedules.recurring();
            Instant requested = schedules.moment();
            Instant first = schedule.firstRun(requested);
            String what = "seed %d: %s, requested %s, first %s".formatted(seed, schedule.text(), requested, first);
            assertThat(first)
                    .as(what)
                    .isBetween(requested.truncatedTo(ChronoUnit.MINUTES), requested.plus(Duration.ofDays(62)));
            assertThat(belongs(schedule, first, first)).as(what).isTrue();
        }
    }

    /** An independent reading of what each schedule means. */
    private static boolean belongs(Recurring schedule, Instant anchor, Instant instant) {
        OffsetDateTime time = instant.atOffset(ZoneOffset.UTC);
        boolean wholeMinute = time.getSecond() == 0 && time.getNano() == 0;
        LocalDate date = time.toLocalDate();
        return wholeMinute
                && switch (schedule) {
                    case Interval(int minutes) ->
                        Duration.between(anchor, instant).toSeconds() % (60L * minutes) == 0;
                    case Daily daily -> time.toLocalTime().equals(daily.time());
                    case Weekly weekly ->
                        weekly.days().contains(date.getDayOfWeek())
                                && time.toLocalTime().equals(weekly.time());
                    case Monthly monthly ->
                        date.getDayOfMonth() == monthly.day()
                                && time.toLocalTime().equals(monthly.time());
                    case LastOfMonth last ->
                        date.plusDays(1).getDayOfMonth() == 1
                                && time.toLocalTime().equals(last.time());
                };
    }

    private static boolean betweenBelongs(Recurring schedule, Instant anchor, Instant after, Instant before) {
        Instant instant = after.plus(1, ChronoUnit.MINUTES);
        if (schedule instanceof Interval interval) {
            Duration period = Duration.ofMinutes(interval.minutes());
            return before.minus(period).isAfter(after) && before.minus(period).isAfter(anchor);
        }
        while (instant.isBefore(before)) {
            if (belongs(schedule, anchor, instant)) {
                return true;
            }
            instant = instant.plus(1, ChronoUnit.MINUTES);
        }
        return false;
    }
}
