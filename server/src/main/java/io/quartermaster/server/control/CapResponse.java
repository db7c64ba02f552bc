package io.quartermaster.server.control;

import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A cap on running jobs. */
public record CapResponse(
        UUID id,
        @Schema(description = "All, Agent or StoreType") String scope,

        @Schema(description = "With the scope Agent; null: each orchestrator by itself") @Nullable
        UUID agentId,

        @Nullable String storeType,
        int max,

        @Schema(description = "How many run now; of each orchestrator by itself, on the busiest one")
        long running,

        String setBy,
        Instant since) {

    static CapResponse of(Cap cap) {
        return new CapResponse(
                cap.id(),
                switch (cap.subject()) {
                    case CapSubject.All() -> "All";
                    case CapSubject.EachAgent each -> "Agent";
                    case CapSubject.OneAgent one -> "Agent";
                    case CapSubject.OfStoreType(String shortName) -> "StoreType";
                },
                cap.subject() instanceof CapSubject.OneAgent(UUID agentId) ? agentId : null,
                cap.subject() instanceof CapSubject.OfStoreType(String shortName) ? shortName : null,
                cap.max(),
                cap.running(),
                cap.setBy(),
                cap.since());
    }
}
