package io.quartermaster.server.blueprint;

import io.quartermaster.server.agent.AgentIds;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** For which agents to say what applying a blueprint would do. */
@Schema(requiredProperties = {"AgentIds"})
public record BlueprintDiffRequest(
        @Schema(description = "At least one; times the stores and jobs of the blueprint at most 50,000") @Nullable
        List<@Nullable UUID> agentIds) {

    /** @throws io.quartermaster.server.error.CommandException MALFORMED */
    AgentIds toAgentIds() {
        return AgentIds.of("AgentIds", agentIds);
    }
}
