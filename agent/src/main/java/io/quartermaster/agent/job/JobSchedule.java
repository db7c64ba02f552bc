package io.quartermaster.agent.job;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** When a job is to run, as the schedule text of the protocol says it. All times are UTC, to the minute. */
public sealed interface JobSchedule {
    /** At this moment or, when it is over, at once; and never again. */
    record Once(Instant at) implements JobSchedule {}

    /** At once, and never again. */
    record Now() implements JobSchedule {}

    /** Every so often; the first time one interval after the agent got the job. */
    record Interval(Duration every) implements JobSchedule {}

    /** On some days at a time. */
    record Weekly(Set<DayOfWeek> days, LocalTime time) implements JobSchedule {
        private Optional<LocalTime> onDay(LocalDate day) {
            return days.contains(day.getDayOfWeek()) ? Optional.of(time) : Optional.empty();
        }
    }

    /**
     * Once a month at a time.
     *
     * @param day 1 to 31; in a month with fewer days it falls into the next one (the 31st of April is the 1st of May), as
     *     the C agent has it. 0 is the last day
     */
    record Monthly(int day, LocalTime time) implements JobSchedule {
        private Optional<LocalTime> onDay(LocalDate date) {
            YearMonth month = YearMonth.from(date);
            boolean fallsHere = day == 0
                    ? date.getDayOfMonth() == month.lengthOfMonth()
                    : date.equals(month.atDay(1).plusDays(day - 1L))
                            || date.equals(month.minusMonths(1).atDay(1).plusDays(day - 1L));
            return fallsHere ? Optional.of(time) : Optional.empty();
        }
    }

    /** Minutes of an interval, at most: a year. */
    int INTERVAL_MINUTES_MAX = 525_600;

    /** Shorter texts mean at once. */
    int TEXT_LENGTH_MIN = 3;

    /**
     * Reads {@code I_60}, {@code D_23:30}, {@code W_26_07:00} (1 is Sunday), {@code M_5_07:00}, {@code M_L_07:00} and
     * {@code O_2026-11-25T23:30}, behind which anything may follow; null and texts of less than three characters mean at
     * once.
     *
     * @throws IllegalArgumentException for any other text; the message quotes it
     */
    static JobSchedule parse(@Nullable String text) {
        if (text == null || text.length() < TEXT_LENGTH_MIN) {
            return new Now();
        }
        try {
            String rest = text.substring(2);
            return switch (text.substring(0, 2)) {
                case "I_" -> new Interval(Duration.ofMinutes(number(rest, 1, INTERVAL_MINUTES_MAX)));
                case "D_" -> new Weekly(EnumSet.allOf(DayOfWeek.class), time(rest));
                case "W_" -> weekly(rest);
                case "M_" -> monthly(rest);
                case "O_" ->
                    new Once(LocalDateTime.parse(rest.substring(0, "2026-11-25T23:30".length()))
                            .toInstant(ZoneOffset.UTC));
                default -> throw new IllegalArgumentException("no such letter");
            };
        } catch (DateTimeException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("The schedule \"" + text + "\" is none that this agent knows.", e);
        }
    }

    /** When a job that came at this moment runs first. */
    default Instant first(Instant received) {
        return switch (this) {
            case Now _ -> received;
            case Once once -> once.at();
            case Interval _, Weekly _, Monthly _ -> next(received).orElseThrow();
        };
    }

    /** When a job that was started at this moment runs again; empty when it does not. */
    default Optional<Instant> next(Instant after) {
        return switch (this) {
            case Now _, Once _ -> Optional.empty();
            case Interval interval -> Optional.of(after.plus(interval.every()));
            case Weekly weekly -> Optional.of(firstAfter(after, weekly::onDay));
            case Monthly monthly -> Optional.of(firstAfter(after, monthly::onDay));
        };
    }

    /** Looks at each day from the given one on; every schedule has one within two months. */
    private static Instant firstAfter(Instant after, Function<LocalDate, Optional<LocalTime>> timeOn) {
        LocalDate day = LocalDate.ofInstant(after, ZoneOffset.UTC);
        while (true) {
            Optional<Instant> due = timeOn.apply(day).map(day::atTime).map(at -> at.toInstant(ZoneOffset.UTC));
            if (due.isPresent() && due.get().isAfter(after)) {
                return due.get();
            }
            day = day.plusDays(1);
        }
    }

    private static Weekly weekly(String rest) {
        int separator = rest.indexOf('_');
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (char digit : rest.substring(0, separator).toCharArray()) {
            int number = number(String.valueOf(digit), 1, 7);
            // 1 is Sunday there; 1 is Monday in Java.
            days.add(number == 1 ? DayOfWeek.SUNDAY : DayOfWeek.of(number - 1));
        }
        if (days.isEmpty()) {
            throw new IllegalArgumentException("no days");
        }
        return new Weekly(days, time(rest.substring(separator + 1)));
    }

    private static Monthly monthly(String rest) {
        int separator = rest.indexOf('_');
        String day = rest.substring(0, separator);
        return new Monthly(day.equals("L") ? 0 : number(day, 1, 31), time(rest.substring(separator + 1)));
    }

    private static LocalTime time(String text) {
        int colon = text.indexOf(':');
        return LocalTime.of(number(text.substring(0, colon), 0, 23), number(text.substring(colon + 1), 0, 59));
    }

    private static int number(String text, int min, int max) {
        if (text.isEmpty() || text.length() > 6 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException("no number");
        }
        int number = Integer.parseInt(text);
        if (number < min || number > max) {
            throw new IllegalArgumentException("out of range");
        }
        return number;
    }
}
