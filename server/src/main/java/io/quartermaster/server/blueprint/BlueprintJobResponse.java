package io.quartermaster.server.blueprint;

import io.quartermaster.server.job.FieldValue;
import io.quartermaster.server.schedule.ScheduleJson;
import io.quartermaster.server.schedule.ScheduleWire;
import io.quartermaster.server.schedule.WeekDayForm;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A job of a blueprint in answers. What belongs to kinds of jobs that no blueprint holds is null.
 *
 * @param jobFields of a custom job, and empty for others; in place of a secret, which is not kept, stand asterisks
 */
@Schema(name = "AgentBlueprintJobsResponse")
public record BlueprintJobResponse(
        UUID agentBlueprintJobId,

        @Schema(nullable = true) @Nullable UUID agentBlueprintStoreId,

        UUID agentBlueprintId,
        UUID jobType,
        String jobTypeName,

        @Schema(nullable = true) @Nullable Integer operationType,

        @Schema(nullable = true) @Nullable String thumbprint,

        @Schema(nullable = true) @Nullable String contents,

        @Schema(nullable = true) @Nullable String alias,

        @Schema(nullable = true) @Nullable Boolean privateKeyEntry,

        @Schema(nullable = true) @Nullable Boolean overwrite,

        boolean hasEntryPassword,
        boolean hasPfxPassword,
        Instant requestTimestamp,
        ScheduleJson keyfactorSchedule,

        @Schema(nullable = true) @Nullable String subject,

        @Schema(nullable = true) @Nullable String directories,

        @Schema(nullable = true) @Nullable String ignoredDirectories,

        @Schema(nullable = true) @Nullable Boolean symLinks,

        @Schema(nullable = true) @Nullable Boolean compatibility,

        @Schema(nullable = true) @Nullable String fileExtensions,

        @Schema(nullable = true) @Nullable String fileNamePatterns,

        @Schema(nullable = true) @Nullable BlueprintStoreResponse agentBlueprintStores,

        Map<String, String> jobFields) {

    static BlueprintJobResponse of(ListBlueprintJobs.Shown shown, WeekDayForm weekDays) {
        BlueprintJob job = shown.job();
        Map<String, String> fields = new LinkedHashMap<>(job.values());
        job.secretFields().forEach(name -> fields.put(name, FieldValue.HIDDEN));
        return new BlueprintJobResponse(
                job.id(),
                job.storeId(),
                job.blueprintId(),
                job.jobTypeId(),
                job.jobType(),
                null,
                null,
                null,
                null,
                null,
                null,
                false,
                false,
                job.requestedAt(),
                ScheduleWire.write(job.schedule(), shown.firstRun(), weekDays),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                shown.store() == null ? null : BlueprintStoreResponse.of(shown.store()),
                fields);
    }
}
