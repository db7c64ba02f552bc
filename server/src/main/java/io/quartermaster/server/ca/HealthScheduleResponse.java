package io.quartermaster.server.ca;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * When authorities are tried. {@code POST /Scheduling} changes it.
 *
 * @param schedule text form: {@code I_60}
 * @param entityId what it is about; null: all
 */
public record HealthScheduleResponse(
        int id,
        String schedule,
        int scheduleType,
        boolean enabled,
        String name,
        @Schema(nullable = true) @Nullable Long entityId,
        @Schema(nullable = true) @Nullable Instant lastRun) {}
