package io.quartermaster.server.pool;

import io.quartermaster.server.agent.GivenName;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Everything about a pool: agents that are left out go back to the default pool. */
@Schema(requiredProperties = {"AgentPoolId", "Name"})
public record UpdateAgentPoolRequest(
        @Nullable UUID agentPoolId,

        @Schema(description = "At most 256 characters") @Nullable
        String name,

        @Schema(description = "At most 10,000; none may be in a third pool") @Nullable
        List<@Nullable AgentPoolAgentRequest> agents) {

    /** @throws CommandException MALFORMED */
    UUID toId() {
        if (agentPoolId == null) {
            throw new CommandException(ErrorKind.MALFORMED, "AgentPoolId is required.");
        }
        return agentPoolId;
    }

    /** @throws CommandException MALFORMED */
    WantedPool toPool() {
        return new WantedPool(GivenName.read("Name", name), AgentPoolAgentRequest.read(agents));
    }
}
