package io.quartermaster.server.control;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Quiet hours of a container. */
public record QuietHoursResponse(
        UUID id,
        int containerId,
        List<Integer> days,
        String from,
        String to,
        String zone,
        String reason,
        String setBy,
        Instant since) {

    static QuietHoursResponse of(QuietHours quiet) {
        return new QuietHoursResponse(
                quiet.id(),
                quiet.containerId(),
                List.copyOf(quiet.days()),
                WallTime.text(quiet.fromMinute()),
                WallTime.text(quiet.toMinute()),
                quiet.zone().getId(),
                quiet.reason(),
                quiet.setBy(),
                quiet.since());
    }
}
