package io.quartermaster.server.pool;

import static io.quartermaster.server.error.ErrorKind.MALFORMED;

import io.quartermaster.server.agent.AgentIds;
import io.quartermaster.server.error.CommandException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An agent of a pool in requests. What is left out is true: a pool uses its agents unless told otherwise. */
@Schema(requiredProperties = {"AgentId"})
public record AgentPoolAgentRequest(
        @Nullable UUID agentId,

        @Schema(description = "Whether the pool uses the agent to look for endpoints; true unless given") @Nullable
        Boolean enableDiscover,

        @Schema(description = "Whether the pool uses the agent to watch known endpoints; true unless given") @Nullable
        Boolean enableMonitor) {

    /** @throws CommandException MALFORMED for an entry without an agent, one named twice, and too many */
    static List<WantedPool.Member> read(@Nullable List<@Nullable AgentPoolAgentRequest> sent) {
        List<WantedPool.Member> members = new ArrayList<>();
        if (sent == null) {
            return members;
        }
        if (sent.size() > AgentIds.AGENTS_MAX) {
            throw new CommandException(
                    MALFORMED,
                    "Agents may have at most " + AgentIds.AGENTS_MAX + " entries; this request has " + sent.size()
                            + ".");
        }
        Set<UUID> known = new HashSet<>();
        for (AgentPoolAgentRequest agent : sent) {
            String path = "Agents[" + members.size() + "]";
            if (agent == null) {
                throw new CommandException(MALFORMED, path + " must be an object, not null.");
            }
            if (agent.agentId == null) {
                throw new CommandException(MALFORMED, path + ".AgentId is required.");
            }
            if (!known.add(agent.agentId)) {
                throw new CommandException(MALFORMED, path + ".AgentId names an agent for the second time.");
            }
            members.add(new WantedPool.Member(
                    agent.agentId,
                    !Boolean.FALSE.equals(agent.enableDiscover),
                    !Boolean.FALSE.equals(agent.enableMonitor)));
        }
        return members;
    }
}
