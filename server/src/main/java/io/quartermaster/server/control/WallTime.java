package io.quartermaster.server.control;

import static io.quartermaster.server.error.ErrorKind.MALFORMED;

import io.quartermaster.server.error.CommandException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times of the day as people write them, {@code 22:00}, in minutes of the day. */
final class WallTime {
    private static final int MINUTES_PER_HOUR = 60;
    static final int MINUTES_PER_DAY = 24 * MINUTES_PER_HOUR;
    private static final Pattern FORM = Pattern.compile("(\\d{1,2}):(\\d{2})");

    private WallTime() {}

    /** @throws CommandException MALFORMED for what is no time from 00:00 to 24:00 */
    static int minute(String field, @Nullable String sent) {
        Matcher matcher = FORM.matcher(sent == null ? "" : sent.strip());
        int minute = -1;
        if (matcher.matches() && Integer.parseInt(matcher.group(2)) < MINUTES_PER_HOUR) {
            minute = Integer.parseInt(matcher.group(1)) * MINUTES_PER_HOUR + Integer.parseInt(matcher.group(2));
        }
        if (minute < 0 || minute > MINUTES_PER_DAY) {
            throw new CommandException(MALFORMED, field + " must be a time from 00:00 to 24:00, such as 22:00.");
        }
        return minute;
    }

    static String text(int minute) {
        return "%02d:%02d".formatted(minute / MINUTES_PER_HOUR, minute % MINUTES_PER_HOUR);
    }
}
