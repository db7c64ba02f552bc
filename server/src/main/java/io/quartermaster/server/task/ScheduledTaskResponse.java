package io.quartermaster.server.task;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * When a periodic task runs, in answers.
 *
 * @param schedule text form: {@code I_60}, {@code D_02:00}
 * @param entityId what the task is about; null, since ours are about everything
 * @param lastRun null for never
 */
public record ScheduledTaskResponse(
        int id,
        String schedule,
        int scheduleType,
        boolean enabled,
        String name,
        @Schema(nullable = true) @Nullable Long entityId,
        @Schema(nullable = true) @Nullable Instant lastRun) {

    static ScheduledTaskResponse of(ScheduledTask task) {
        return new ScheduledTaskResponse(
                task.id(), task.schedule().text(), task.type(), task.enabled(), task.name(), null, task.lastRun());
    }
}
