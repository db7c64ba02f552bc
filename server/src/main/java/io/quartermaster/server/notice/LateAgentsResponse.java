package io.quartermaster.server.notice;

import io.quartermaster.server.http.Cursors;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Some of the agents that are late, by id. */
public record LateAgentsResponse(
        @Schema(description = "How many are late in all") long count,
        List<Item> items,

        @Schema(description = "For After of the next request; null at the end of the list") @Nullable
        String next) {
    static final String LIST = "late agents";

    /** An agent that is late. */
    @Schema(name = "LateAgent")
    public record Item(
            UUID agentId,
            String clientMachine,
            Instant lastSeen,

            @Schema(description = "When that was found to be too long ago")
            Instant lateSince) {}

    static LateAgentsResponse of(LateAgents late, int limit) {
        return new LateAgentsResponse(
                late.count(),
                late.agents().stream()
                        .map(agent -> new Item(agent.agentId(), agent.clientMachine(), agent.lastSeen(), agent.since()))
                        .toList(),
                late.agents().size() < limit
                        ? null
                        : Cursors.text(LIST, late.agents().getLast().agentId()));
    }
}
