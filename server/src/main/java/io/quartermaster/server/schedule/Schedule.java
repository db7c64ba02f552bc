package io.quartermaster.server.schedule;

import io.quartermaster.server.time.WrittenTime;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * When a job runs. "Off" is no schedule at all, {@code Optional.empty()}.
 *
 * <p>Times are UTC, so no day has 23 or 25 hours, and whole minutes: seconds that are given are cut off. Safe for many
 * threads.
 */
public sealed interface Schedule {
    ScheduleKind kind();

    /**
     * The text form, which is stored, searched and understood by agents: {@code I_60}, {@code D_23:30}, {@code
     * W_26_07:00} (1 is Sunday, 7 is Saturday), {@code M_5_07:00}, {@code M_L_07:00}, {@code O_2026-11-25T23:30}.
     *
     * @return null for {@link Immediate}
     */
    @Nullable
    String text();

    /**
     * When the job is due for the first time: the first time of the schedule that is not before the minute of the
     * request.
     *
     * <p>An interval begins at once. A single time may lie in the past and is due at once then.
     */
    Instant firstRun(Instant requested);

    /**
     * Reads the text form.
     *
     * @param text null or shorter than three characters is {@link Immediate}, as agents read it
     * @throws IllegalArgumentException for any other text that {@link #text} does not give
     */
    static Schedule ofText(@Nullable String text) {
        return ScheduleText.read(text);
    }

    /**
     * What an agent is told instead of the schedule itself, as the server keeps the next run: agents count intervals from
     * the moment they receive a job, and a session may be shorter than the interval.
     *
     * @return null, which means at once, for a run that is due; else a single time, {@code O_2026-11-25T23:30}
     */
    static @Nullable String agentText(Instant nextRun, Instant now) {
        return nextRun.isAfter(now) ? new ExactlyOnce(nextRun).text() : null;
    }

    /** At once, one time. */
    record Immediate() implements Schedule {
        @Override
        public ScheduleKind kind() {
            return ScheduleKind.IMMEDIATE;
        }

        @Override
        public @Nullable String text() {
            return null;
        }

        @Override
        public Instant firstRun(Instant requested) {
            return minute(requested);
        }
    }

    /** At one time, one time. */
    record ExactlyOnce(Instant time) implements Schedule {
        /** @throws IllegalArgumentException outside the years 1 to 9999 */
        public ExactlyOnce {
            time = minute(time);
            int year = time.atOffset(ZoneOffset.UTC).getYear();
            if (year < 1 || year > WrittenTime.YEAR_MAX) {
                throw new IllegalArgumentException("a year from 1 to 9999, not " + time);
            }
        }

        @Override
        public ScheduleKind kind() {
            return ScheduleKind.EXACTLY_ONCE;
        }

        @Override
        public String text() {
            return "O_" + time.toString().substring(0, "2026-11-25T23:30".length());
        }

        @Override
        public Instant firstRun(Instant requested) {
            return time;
        }
    }

    /** What runs again and again. */
    sealed interface Recurring extends Schedule {
        @Override
        String text();

        /**
         * When the job is due after a run. Times that were missed meanwhile count as the run that begins now, however many
         * they are.
         *
         * @param previousRun the time for which the job is handed out
         * @param now when it is handed out: later where an agent was away, and up to a minute earlier where its clock is
         *     ahead
         * @return after both, by at least a minute
         */
        Instant nextRun(Instant previousRun, Instant now);
    }

    /** Every so many minutes, counted from the first run. */
    record Interval(int minutes) implements Recurring {
        public static final int MINUTES_MIN = 1;

        /** A year of 365 days. */
        public static final int MINUTES_MAX = 525_600;

        public Interval {
            if (minutes < MINUTES_MIN || minutes > MINUTES_MAX) {
                throw new IllegalArgumentException("1 to " + MINUTES_MAX + " minutes, not " + minutes);
            }
        }

        @Override
        public ScheduleKind kind() {
            return ScheduleKind.INTERVAL;
        }

        @Override
        public String text() {
            return "I_" + minutes;
        }

        @Override
        public Instant firstRun(Instant requested) {
            return minute(requested);
        }

        @Override
        public Instant nextRun(Instant previousRun, Instant now) {
            Instant previous = minute(previousRun);
            long late = Math.max(0, ChronoUnit.MINUTES.between(previous, minute(now)));
            return previous.plus((late / minutes + 1) * minutes, ChronoUnit.MINUTES);
        }
    }

    /** What runs at a time of the day, on some days. */
    sealed interface AtTimeOfDay extends Recurring {
        LocalTime time();

        /** The first day that belongs to the schedule, this one or a later one. */
        LocalDate firstDayFrom(LocalDate day);

        @Override
        default Instant firstRun(Instant requested) {
            OffsetDateTime from = minute(requested).atOffset(ZoneOffset.UTC);
            LocalDate today = from.toLocalDate();
            LocalDate earliest = from.toLocalTime().isAfter(time()) ? today.plusDays(1) : today;
            return firstDayFrom(earliest).atTime(time()).toInstant(ZoneOffset.UTC);
        }

        @Override
        default Instant nextRun(Instant previousRun, Instant now) {
            Instant later = previousRun.isAfter(now) ? previousRun : now;
            return firstRun(later.plus(1, ChronoUnit.MINUTES));
        }
    }

    /** Every day. */
    record Daily(LocalTime time) implements AtTimeOfDay {
        public Daily {
            time = time.truncatedTo(ChronoUnit.MINUTES);
        }

        @Override
        public ScheduleKind kind() {
            return ScheduleKind.DAILY;
        }

        @Override
        public String text() {
            return "D_" + time;
        }

        @Override
        public LocalDate firstDayFrom(LocalDate day) {
            return day;
        }
    }

    /** On some days of the week, at least one. */
    record Weekly(Set<DayOfWeek> days, LocalTime time) implements AtTimeOfDay {
        public Weekly {
            if (days.isEmpty()) {
                throw new IllegalArgumentException("at least one day of the week");
            }
            days = Set.copyOf(days);
            time = time.truncatedTo(ChronoUnit.MINUTES);
        }

        @Override
        public ScheduleKind kind() {
            return ScheduleKind.WEEKLY;
        }

        @Override
        public String text() {
            String digits = daysFromSunday().stream()
                    .map(day -> String.valueOf(day + 1))
                    .collect(Collectors.joining());
            return "W_" + digits + "_" + time;
        }

        /** 0 is Sunday, 6 is Saturday; ascending. */
        SortedSet<Integer> daysFromSunday() {
            return days.stream()
                    .map(day -> day.getValue() % DayOfWeek.values().length)
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        static DayOfWeek ofDayFromSunday(int day) {
            return DayOfWeek.SUNDAY.plus(day);
        }

        @Override
        public LocalDate firstDayFrom(LocalDate day) {
            LocalDate first = day;
            while (!days.contains(first.getDayOfWeek())) {
                first = first.plusDays(1);
            }
            return first;
        }
    }

    /** On one day of every month, one that every month has. */
    record Monthly(int day, LocalTime time) implements AtTimeOfDay {
        public static final int DAY_MAX = 27;

        public Monthly {
            if (day < 1 || day > DAY_MAX) {
                throw new IllegalArgumentException("day 1 to " + DAY_MAX + " of the month, not " + day);
            }
            time = time.truncatedTo(ChronoUnit.MINUTES);
        }

        @Override
        public ScheduleKind kind() {
            return ScheduleKind.MONTHLY;
        }

        @Override
        public String text() {
            return "M_" + day + "_" + time;
        }

        @Override
        public LocalDate firstDayFrom(LocalDate from) {
            YearMonth month = YearMonth.from(from);
            return (from.getDayOfMonth() <= day ? month : month.plusMonths(1)).atDay(day);
        }
    }

    /** On the last day of every month. It has a text form only; in JSON a month has the days 1 to 27. */
    record LastOfMonth(LocalTime time) implements AtTimeOfDay {
        public LastOfMonth {
            time = time.truncatedTo(ChronoUnit.MINUTES);
        }

        @Override
        public ScheduleKind kind() {
            return ScheduleKind.MONTHLY;
        }

        @Override
        public String text() {
            return "M_L_" + time;
        }

        @Override
        public LocalDate firstDayFrom(LocalDate day) {
            return day.with(TemporalAdjusters.lastDayOfMonth());
        }
    }

    private static Instant minute(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MINUTES);
    }
}
