package io.quartermaster.server.store;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An inventory that is not believed yet, in answers. */
public record HeldInventoryResponse(
        UUID storeId,

        @Schema(description = "The newest attempt that said so") @JsonProperty("JobHistoryId")
        long historyId,

        @Nullable UUID agentId,
        @Nullable Integer containerId,
        String clientMachine,
        String storePath,

        @Schema(description = "Why, for people") String reason,

        Instant heldSince,

        @Schema(description = "When the newest attempt said so")
        Instant saidAt,

        @Schema(description = "By how many inventories in a row, with the same aliases")
        int timesSaid,

        @Schema(description = "How many the store holds, and keeps")
        int entries,

        @Schema(description = "How many the inventory named")
        int found,

        @Schema(description = "How many fewer that is, without those that a job took away")
        int missing) {

    static HeldInventoryResponse of(HeldInventory held) {
        return new HeldInventoryResponse(
                held.storeId(),
                held.historyId(),
                held.agentId(),
                held.containerId(),
                held.clientMachine(),
                held.storePath(),
                held.reason(),
                held.heldSince(),
                held.saidAt(),
                held.timesSaid(),
                held.entries(),
                held.found(),
                held.missing());
    }
}
