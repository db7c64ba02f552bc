package io.quartermaster.server.schedule;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The kinds of schedules, with the keys they have in JSON. */
public enum ScheduleKind {
    /** No schedule: nothing runs. */
    OFF("Off"),
    IMMEDIATE("Immediate"),
    INTERVAL("Interval"),
    DAILY("Daily"),
    WEEKLY("Weekly"),
    MONTHLY("Monthly"),
    EXACTLY_ONCE("ExactlyOnce");

    private final String key;

    ScheduleKind(String key) {
        this.key = key;
    }

    /** As written in JSON. */
    public String key() {
        return key;
    }

    /**
     * @param field the name of the schedule in the request, for the message
     * @throws CommandException SCHEDULE when the kind is none of those allowed; the message lists them
     */
    public static void require(ScheduleKind kind, Set<ScheduleKind> allowed, String field) {
        if (!allowed.contains(kind)) {
            throw new CommandException(
                    ErrorKind.SCHEDULE,
                    "%s must not be %s here; it may be %s.".formatted(field, kind.key, list(allowed)));
        }
    }

    static Optional<ScheduleKind> ofKey(String key) {
        return Arrays.stream(values())
                .filter(kind -> kind.key.equalsIgnoreCase(key))
                .findFirst();
    }

    /** In the order of this enum. */
    static String list(Set<ScheduleKind> kinds) {
        return Arrays.stream(values())
                .filter(kinds::contains)
                .map(ScheduleKind::key)
                .collect(Collectors.joining(", "));
    }
}
