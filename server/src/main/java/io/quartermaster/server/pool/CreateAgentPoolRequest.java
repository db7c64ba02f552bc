package io.quartermaster.server.pool;

import io.quartermaster.server.agent.GivenName;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A new pool. */
@Schema(requiredProperties = {"Name"})
public record CreateAgentPoolRequest(
        @Schema(description = "At most 256 characters") @Nullable
        String name,

        @Schema(description = "At most 10,000; none may be in another pool than the default one") @Nullable
        List<@Nullable AgentPoolAgentRequest> agents) {

    /** @throws io.quartermaster.server.error.CommandException MALFORMED */
    WantedPool toPool() {
        return new WantedPool(GivenName.read("Name", name), AgentPoolAgentRequest.read(agents));
    }
}
