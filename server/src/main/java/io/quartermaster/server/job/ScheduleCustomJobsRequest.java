package io.quartermaster.server.job;

import io.quartermaster.server.http.IdList;
import io.quartermaster.server.schedule.ScheduleJson;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The same job for several agents. */
@Schema(requiredProperties = {"OrchestratorIds", "JobTypeName"})
public record ScheduleCustomJobsRequest(
        @Schema(description = "At most 100,000; one that is there twice counts once") @Nullable
        List<@Nullable UUID> orchestratorIds,

        @Schema(description = "The name of a custom job type, or FetchLogs") @Nullable
        String jobTypeName,

        @Schema(description = "Immediately unless given") @Nullable
        ScheduleJson schedule,

        @Schema(description = "Field name to value: text, or a number or boolean. A field left out takes its default.")
        @Nullable
        Map<String, @Nullable String> jobFields) {

    /** @throws io.quartermaster.server.error.CommandException MALFORMED for none, too many, or a null among them */
    public List<UUID> toAgentIds() {
        return List.copyOf(IdList.read("OrchestratorIds", orchestratorIds, "agent", ScheduleCustomJobs.AGENTS_MAX));
    }

    /** @throws io.quartermaster.server.error.CommandException MALFORMED, SCHEDULE */
    public CustomJobOrder toOrder() {
        return CustomJobOrder.sent(jobTypeName, schedule, jobFields);
    }

    /** Without the values, some of which may be secret. */
    @Override
    public String toString() {
        return "ScheduleCustomJobsRequest[" + jobTypeName + "]";
    }
}
