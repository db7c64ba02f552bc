package io.quartermaster.server.time;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A date or a moment as clients write it. All of these are read; without a zone a time is UTC:
 *
 * <pre>
 * 2026-01-31                  a whole day
 * 01/31/2026                  a whole day, month first
 * 2026-01-31T10:00            seconds and fraction may be absent
 * 2026-01-31T10:00:00.000Z
 * 2026-01-31 10:00:00Z        as scripts write it
 * 01/31/2026 10:00:00         as PowerShell writes a date inside a text
 * 2026-01-31T12:00:00+02:00
 * </pre>
 *
 * <p>Years are 1 to 9999, so that every moment has four digits for its year in UTC too.
 */
public sealed interface WrittenTime {
    int YEAR_MAX = 9999;

    /** The moment that was written; of a day its first, midnight UTC. */
    Instant instant();

    /** A date without a time of day. */
    record Day(LocalDate date) implements WrittenTime {
        @Override
        public Instant instant() {
            return date.atStartOfDay(ZoneOffset.UTC).toInstant();
        }

        /** The first moment that no longer belongs to the day. */
        public Instant end() {
            return date.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        }
    }

    /** A date with a time of day. */
    record Moment(Instant instant) implements WrittenTime {}

    /** Empty where the text is none of the forms, or names a day or a time that does not exist. */
    static Optional<WrittenTime> read(String text) {
        Matcher written = Forms.DATE_AND_TIME.matcher(text.strip());
        if (!written.matches()) {
            return Optional.empty();
        }
        try {
            LocalDate date = Forms.date(written);
            if (written.group("hour") == null) {
                return Forms.inRange(date) ? Optional.of(new Day(date)) : Optional.empty();
            }
            Instant instant = date.atTime(Forms.time(written)).toInstant(Forms.zone(written));
            boolean inRange = Forms.inRange(instant.atOffset(ZoneOffset.UTC).toLocalDate());
            return inRange ? Optional.of(new Moment(instant)) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** How the forms are spelt. */
    final class Forms {
        private static final Pattern DATE_AND_TIME =
                Pattern.compile("(?:(?<year>\\d{4})-(?<month>\\d{2})-(?<day>\\d{2})"
                        + "|(?<usMonth>\\d{1,2})/(?<usDay>\\d{1,2})/(?<usYear>\\d{4}))"
                        + "(?:[Tt ](?<hour>\\d{2}):(?<minute>\\d{2})(?::(?<second>\\d{2})(?:\\.(?<fraction>\\d{1,9}))?)?"
                        + " ?(?<zone>[Zz]|[+-]\\d{2}(?::?\\d{2})?)?)?");

        private Forms() {}

        private static LocalDate date(Matcher written) {
            return written.group("year") != null
                    ? LocalDate.of(number(written, "year"), number(written, "month"), number(written, "day"))
                    : LocalDate.of(number(written, "usYear"), number(written, "usMonth"), number(written, "usDay"));
        }

        private static LocalTime time(Matcher written) {
            String fraction = written.group("fraction");
            int nanos = fraction == null ? 0 : Integer.parseInt((fraction + "00000000").substring(0, 9));
            int second = written.group("second") == null ? 0 : number(written, "second");
            return LocalTime.of(number(written, "hour"), number(written, "minute"), second, nanos);
        }

        private static ZoneOffset zone(Matcher written) {
            String zone = written.group("zone");
            return zone == null || zone.equalsIgnoreCase("Z") ? ZoneOffset.UTC : ZoneOffset.of(zone);
        }

        private static int number(Matcher written, String group) {
            return Integer.parseInt(written.group(group));
        }

        private static boolean inRange(LocalDate date) {
            return date.getYear() >= 1 && date.getYear() <= YEAR_MAX;
        }
    }
}
