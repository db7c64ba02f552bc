package io.quartermaster.server.schedule;

import io.quartermaster.server.schedule.Schedule.Daily;
import io.quartermaster.server.schedule.Schedule.ExactlyOnce;
import io.quartermaster.server.schedule.Schedule.Immediate;
import io.quartermaster.server.schedule.Schedule.Interval;
import io.quartermaster.server.schedule.Schedule.LastOfMonth;
import io.quartermaster.server.schedule.Schedule.Monthly;
import io.quartermaster.server.schedule.Schedule.Weekly;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the text form of schedules; each schedule writes its own. */
final class ScheduleText {
    /** Anything shorter means "now" to agents (C agent, schedule.c). */
    private static final int LENGTH_MIN = 3;

    private static final Pattern FORM = Pattern.compile("I_(?<minutes>\\d{1,6})"
            + "|D_(?<daily>\\d\\d:\\d\\d)"
            + "|W_(?<days>[1-7]{1,7})_(?<weekly>\\d\\d:\\d\\d)"
            + "|M_(?<day>\\d{1,2}|L)_(?<monthly>\\d\\d:\\d\\d)"
            + "|O_(?<once>\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d)");

    private ScheduleText() {}

    static Schedule read(@Nullable String text) {
        if (text == null || text.length() < LENGTH_MIN) {
            return new Immediate();
        }
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("not the text form of a schedule: " + text);
        }
        try {
            return read(form);
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new IllegalArgumentException("not the text form of a schedule: " + text, e);
        }
    }

    private static Schedule read(Matcher form) {
        if (form.group("minutes") != null) {
            return new Interval(Integer.parseInt(form.group("minutes")));
        }
        if (form.group("daily") != null) {
            return new Daily(LocalTime.parse(form.group("daily")));
        }
        if (form.group("weekly") != null) {
            return new Weekly(
                    form.group("days")
                            .chars()
                            .mapToObj(digit -> Weekly.ofDayFromSunday(digit - '1'))
                            .collect(Collectors.toSet()),
                    LocalTime.parse(form.group("weekly")));
        }
        if (form.group("monthly") != null) {
            LocalTime time = LocalTime.parse(form.group("monthly"));
            return form.group("day").equals("L")
                    ? new LastOfMonth(time)
                    : new Monthly(Integer.parseInt(form.group("day")), time);
        }
        return new ExactlyOnce(LocalDateTime.parse(form.group("once")).toInstant(ZoneOffset.UTC));
    }
}
