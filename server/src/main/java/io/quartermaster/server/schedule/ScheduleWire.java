package io.quartermaster.server.schedule;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.schedule.Schedule.AtTimeOfDay;
import io.quartermaster.server.schedule.Schedule.Daily;
import io.quartermaster.server.schedule.Schedule.ExactlyOnce;
import io.quartermaster.server.schedule.Schedule.Immediate;
import io.quartermaster.server.schedule.Schedule.Interval;
import io.quartermaster.server.schedule.Schedule.LastOfMonth;
import io.quartermaster.server.schedule.Schedule.Monthly;
import io.quartermaster.server.schedule.Schedule.Weekly;
import io.quartermaster.server.schedule.ScheduleJson.IntervalJson;
import io.quartermaster.server.schedule.ScheduleJson.MonthlyJson;
import io.quartermaster.server.schedule.ScheduleJson.TimeJson;
import io.quartermaster.server.schedule.ScheduleJson.WeeklyJson;
import io.quartermaster.server.time.WrittenTime;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Between schedules and their JSON, both ways. */
public final class ScheduleWire {
    private static final int DAY_FROM_SUNDAY_MAX = 6;

    private final String field;

    private ScheduleWire(String field) {
        this.field = field;
    }

    /**
     * Checks and converts what a request says.
     *
     * @param json null, and an object without a key that is set, mean Off where that is allowed, else Immediate where
     *     that is allowed
     * @param field the name of the schedule in the request, for messages
     * @return empty for Off
     * @throws CommandException SCHEDULE for what is no schedule, has a value out of its limits or is of a kind that is not
     *     allowed
     */
    public static Optional<Schedule> read(@Nullable ScheduleJson json, String field, Set<ScheduleKind> allowed) {
        ScheduleWire wire = new ScheduleWire(field);
        Optional<Schedule> schedule = wire.given(json == null ? ScheduleJson.ofNothing() : json, allowed);
        ScheduleKind.require(schedule.map(Schedule::kind).orElse(ScheduleKind.OFF), allowed, field);
        return schedule;
    }

    /**
     * {@link #read} where a job must run: Off is not allowed.
     *
     * @throws IllegalArgumentException when {@code allowed} holds Off
     */
    public static Schedule readRunning(@Nullable ScheduleJson json, String field, Set<ScheduleKind> allowed) {
        if (allowed.contains(ScheduleKind.OFF)) {
            throw new IllegalArgumentException(field + " may be off");
        }
        return read(json, field, allowed).orElseThrow();
    }

    /**
     * The schedule as answers show it.
     *
     * @param nextRun gives the times of day their date. The last day of the month, which has no number of its own in
     *     JSON, is shown as the day it is in that month
     */
    public static ScheduleJson write(Schedule schedule, Instant nextRun, WeekDayForm weekDays) {
        return switch (schedule) {
            case Immediate() -> ScheduleJson.ofImmediate();
            case Interval(int minutes) -> ScheduleJson.of(new IntervalJson(minutes));
            case Daily daily -> ScheduleJson.ofDaily(new TimeJson(onDayOf(nextRun, daily)));
            case Weekly weekly -> ScheduleJson.of(new WeeklyJson(days(weekly, weekDays), onDayOf(nextRun, weekly)));
            case Monthly monthly -> ScheduleJson.of(new MonthlyJson(monthly.day(), onDayOf(nextRun, monthly)));
            case LastOfMonth last ->
                ScheduleJson.of(new MonthlyJson(
                        last.firstDayFrom(nextRun.atOffset(ZoneOffset.UTC).toLocalDate())
                                .getDayOfMonth(),
                        onDayOf(nextRun, last)));
            case ExactlyOnce(Instant time) -> ScheduleJson.ofExactlyOnce(new TimeJson(time.toString()));
        };
    }

    private Optional<Schedule> given(ScheduleJson json, Set<ScheduleKind> allowed) {
        if (json.unreadable() != null) {
            String unreadable = json.unreadable();
            throw new CommandException(
                    ErrorKind.SCHEDULE, field + (unreadable.startsWith(".") ? "" : " ") + unreadable + ".");
        }
        if (json.off()) {
            return Optional.empty();
        }
        if (json.interval() != null) {
            return Optional.of(interval(json.interval()));
        }
        if (json.daily() != null) {
            return Optional.of(new Daily(timeOfDay("Daily", json.daily().time())));
        }
        if (json.weekly() != null) {
            return Optional.of(weekly(json.weekly()));
        }
        if (json.monthly() != null) {
            return Optional.of(monthly(json.monthly()));
        }
        if (json.exactlyOnce() != null) {
            return Optional.of(
                    new ExactlyOnce(time("ExactlyOnce", json.exactlyOnce().time())));
        }
        return immediateOrNothing(Boolean.TRUE.equals(json.immediate()), allowed);
    }

    private Optional<Schedule> immediateOrNothing(boolean immediate, Set<ScheduleKind> allowed) {
        if (immediate) {
            return Optional.of(new Immediate());
        }
        if (allowed.contains(ScheduleKind.OFF)) {
            return Optional.empty();
        }
        if (allowed.contains(ScheduleKind.IMMEDIATE)) {
            return Optional.of(new Immediate());
        }
        throw new CommandException(
                ErrorKind.SCHEDULE, "%s is required; it may be %s.".formatted(field, ScheduleKind.list(allowed)));
    }

    private Interval interval(IntervalJson json) {
        return new Interval(inLimits("Interval.Minutes", json.minutes(), Interval.MINUTES_MIN, Interval.MINUTES_MAX));
    }

    private Weekly weekly(WeeklyJson json) {
        List<Object> given = json.days() == null ? List.of() : json.days();
        if (given.isEmpty()) {
            throw wrong("Weekly.Days", "must name at least one day");
        }
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        given.forEach(day -> days.add(weekDay(day)));
        return new Weekly(days, timeOfDay("Weekly", json.time()));
    }

    private DayOfWeek weekDay(Object day) {
        String text = day.toString().strip();
        if (text.length() == 1 && text.charAt(0) >= '0' && text.charAt(0) <= '0' + DAY_FROM_SUNDAY_MAX) {
            return Weekly.ofDayFromSunday(text.charAt(0) - '0');
        }
        return Arrays.stream(DayOfWeek.values())
                .filter(known -> known.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> wrong(
                        "Weekly.Days",
                        "must hold numbers from 0 (Sunday) to 6 (Saturday) or names, not "
                                + ScheduleJsonReader.shown(text)));
    }

    private Monthly monthly(MonthlyJson json) {
        int day = inLimits("Monthly.Day", json.day(), 1, Monthly.DAY_MAX);
        return new Monthly(day, timeOfDay("Monthly", json.time()));
    }

    private int inLimits(String member, @Nullable Integer number, int min, int max) {
        if (number == null || number < min || number > max) {
            String found = number == null ? "nothing" : number.toString();
            throw wrong(member, "must be %d to %d, not %s".formatted(min, max, found));
        }
        return number;
    }

    private LocalTime timeOfDay(String kind, @Nullable String text) {
        return time(kind, text).atOffset(ZoneOffset.UTC).toLocalTime();
    }

    private Instant time(String kind, @Nullable String text) {
        Optional<WrittenTime> time = text == null ? Optional.empty() : WrittenTime.read(text);
        return time.orElseThrow(() -> wrong(
                        kind + ".Time",
                        "must be a date and time such as 2026-11-25T23:30:00Z, not "
                                + (text == null ? "nothing" : ScheduleJsonReader.shown(text))))
                .instant();
    }

    private CommandException wrong(String member, String problem) {
        return new CommandException(ErrorKind.SCHEDULE, "%s.%s %s.".formatted(field, member, problem));
    }

    private static String onDayOf(Instant nextRun, AtTimeOfDay schedule) {
        return nextRun.atOffset(ZoneOffset.UTC)
                .toLocalDate()
                .atTime(schedule.time())
                .toInstant(ZoneOffset.UTC)
                .toString();
    }

    private static List<Object> days(Weekly weekly, WeekDayForm form) {
        return weekly.daysFromSunday().stream()
                .map(day -> form == WeekDayForm.NUMBER ? day : (Object) name(Weekly.ofDayFromSunday(day)))
                .toList();
    }

    private static String name(DayOfWeek day) {
        return day.getDisplayName(TextStyle.FULL, Locale.ENGLISH);
    }
}
