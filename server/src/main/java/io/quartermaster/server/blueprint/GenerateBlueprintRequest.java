package io.quartermaster.server.blueprint;

import io.quartermaster.server.agent.GivenName;
import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.http.OptionalBody;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What some clients send in the body; a parameter of the address counts more. */
@OptionalBody
@Schema(name = "AgentBlueprintGenerateRequest")
public record GenerateBlueprintRequest(
        @Schema(description = "One agent: a blueprint is made of one") @Nullable
        List<@Nullable UUID> agentIds,

        @Nullable String name) {

    /** Whose blueprint, and what it is to be called. */
    record Wanted(UUID agentId, String name) {}

    /**
     * @param body null for none
     * @throws CommandException MALFORMED
     */
    static Wanted read(@Nullable UUID agentId, @Nullable String name, @Nullable GenerateBlueprintRequest body) {
        GenerateBlueprintRequest given = body == null ? new GenerateBlueprintRequest(null, null) : body;
        return new Wanted(
                agentId == null ? given.agentId() : agentId,
                GivenName.read("name", name == null || name.isBlank() ? given.name : name));
    }

    private UUID agentId() {
        if (agentIds == null || agentIds.isEmpty() || agentIds.getFirst() == null) {
            throw new CommandException(ErrorKind.MALFORMED, "agentId is required: the agent to make a blueprint of.");
        }
        if (agentIds.size() > 1) {
            throw new CommandException(
                    ErrorKind.MALFORMED, "AgentIds must name one agent; this request names " + agentIds.size() + ".");
        }
        return agentIds.getFirst();
    }
}
