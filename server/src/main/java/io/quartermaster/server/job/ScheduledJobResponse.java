package io.quartermaster.server.job;

import io.quartermaster.server.schedule.ScheduleJson;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A job on the schedule in answers. */
public record ScheduledJobResponse(
        UUID id,

        @Schema(description = "The orchestrator's machine") @Nullable
        String clientMachine,

        @Schema(description = "What it acts on; null for custom jobs and log fetches") @Nullable
        String target,

        ScheduleJson schedule,

        @Schema(description = "When it was asked for, ISO-8601 in UTC")
        String requested,

        @Schema(description = "JKSInventory, or the name of a custom job type")
        String jobType) {}
