package io.quartermaster.server.job;

import static io.quartermaster.server.error.ErrorKind.MALFORMED;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.schedule.ScheduleJson;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One job for one agent. */
@Schema(requiredProperties = {"AgentId", "JobTypeName"})
public record ScheduleCustomJobRequest(
        @Nullable UUID agentId,

        @Schema(description = "The name of a custom job type, or FetchLogs") @Nullable
        String jobTypeName,

        @Schema(description = "Immediately unless given") @Nullable
        ScheduleJson schedule,

        @Schema(description = "Field name to value: text, or a number or boolean. A field left out takes its default.")
        @Nullable
        Map<String, @Nullable String> jobFields) {

    /** @throws CommandException MALFORMED */
    UUID toAgentId() {
        if (agentId == null) {
            throw new CommandException(MALFORMED, "AgentId is required.");
        }
        return agentId;
    }

    /** @throws CommandException MALFORMED, SCHEDULE */
    CustomJobOrder toOrder() {
        return CustomJobOrder.sent(jobTypeName, schedule, jobFields);
    }

    /** Without the values, some of which may be secret. */
    @Override
    public String toString() {
        return "ScheduleCustomJobRequest[" + agentId + ", " + jobTypeName + "]";
    }
}
