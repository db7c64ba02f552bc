package io.quartermaster.server.control;

import java.time.Instant;
import java.time.ZoneId;
import java.util.SortedSet;
import java.util.UUID;

/**
 * Hours in which the jobs of the stores in a container do not start, by the clock on the wall of a zone.
 *
 * @param days on which they begin; 0 is Sunday
 * @param fromMinute of the day, 0 to 1439
 * @param toMinute of the day, 1 to 1440; not after {@code fromMinute}: of the next day
 */
public record QuietHours(
        UUID id,
        int containerId,
        SortedSet<Integer> days,
        int fromMinute,
        int toMinute,
        ZoneId zone,
        String reason,
        String setBy,
        Instant since) {

    /** For the audit: {@code days 1,2 22:00-06:00 Europe/Berlin}. */
    String words() {
        return "days " + String.join(",", days.stream().map(String::valueOf).toList()) + " " + WallTime.text(fromMinute)
                + "-" + WallTime.text(toMinute) + " " + zone.getId();
    }
}
