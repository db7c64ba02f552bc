package io.quartermaster.server.task;

import io.quartermaster.server.schedule.Schedule;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a periodic task runs.
 *
 * @param nextRun counts only while it is enabled
 * @param lastRun when it was begun last, by whichever server; null for never
 */
record ScheduledTask(
        int id,
        int type,
        String name,
        Schedule.Recurring schedule,
        boolean enabled,
        Instant nextRun,
        @Nullable Instant lastRun) {

    /** For the audit: {@code I_60} or {@code off}. */
    String scheduleInWords() {
        return enabled ? schedule.text() : "off";
    }
}
