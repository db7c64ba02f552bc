package io.quartermaster.server.control;

import static io.quartermaster.server.error.ErrorKind.MALFORMED;

import io.quartermaster.server.error.CommandException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Hours in which the jobs of the stores in a container do not start. */
public record QuietHoursRequest(
        @Schema(description = "Required") @Nullable Integer containerId,

        @Schema(description = "On which they begin, 0 is Sunday; left out: every day") @Nullable
        List<@Nullable Integer> days,

        @Schema(description = "Required, such as 22:00") @Nullable
        String from,

        @Schema(description = "Required, such as 06:00 or 24:00; not after From: of the next day") @Nullable
        String to,

        @Schema(description = "A time zone such as Europe/Berlin; left out: UTC") @Nullable
        String zone,

        @Schema(description = "Required; at most 500 characters") @Nullable
        String reason) {
    private static final int DAYS = 7;

    /** What was sent, checked. */
    public record Checked(
            int containerId, SortedSet<Integer> days, int fromMinute, int toMinute, ZoneId zone, String reason) {}

    /** @throws CommandException MALFORMED */
    public Checked checked() {
        if (containerId == null) {
            throw new CommandException(MALFORMED, "ContainerId is required.");
        }
        int fromMinute = WallTime.minute("From", from);
        int toMinute = WallTime.minute("To", to);
        if (fromMinute % WallTime.MINUTES_PER_DAY == toMinute % WallTime.MINUTES_PER_DAY
                && !(fromMinute == 0 && toMinute == WallTime.MINUTES_PER_DAY)) {
            throw new CommandException(MALFORMED, "From and To must differ; a whole day is 00:00 to 24:00.");
        }
        return new Checked(
                containerId,
                checkedDays(),
                fromMinute % WallTime.MINUTES_PER_DAY,
                toMinute == 0 ? WallTime.MINUTES_PER_DAY : toMinute,
                checkedZone(),
                Sent.reason(reason));
    }

    private SortedSet<Integer> checkedDays() {
        SortedSet<Integer> checked = new TreeSet<>();
        if (days == null || days.isEmpty()) {
            for (int day = 0; day < DAYS; day++) {
                checked.add(day);
            }
            return checked;
        }
        for (Integer day : days) {
            if (day == null || day < 0 || day >= DAYS) {
                throw new CommandException(MALFORMED, "Days must be numbers from 0 (Sunday) to 6 (Saturday).");
            }
            checked.add(day);
        }
        return checked;
    }

    private ZoneId checkedZone() {
        String name = zone == null || zone.isBlank() ? "UTC" : zone.strip();
        try {
            ZoneId known = ZoneId.of(name);
            // PostgreSQL reads the sign of a bare offset the other way round.
            if (ZoneId.getAvailableZoneIds().contains(known.getId())) {
                return known;
            }
        } catch (DateTimeException e) {
            // said below
        }
        throw new CommandException(MALFORMED, "Zone must be the name of a time zone such as Europe/Berlin, or UTC.");
    }
}
