package io.quartermaster.agent.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The store's content, or a part of it: a run may send several, which the server gathers and merges by alias until
 * {@link CompleteRequest}, so that a repeated one changes nothing. Answered by {@link ResultReply}.
 */
@WireRecord
public record InventoryUpdateRequest(
        @JsonProperty("SessionToken") @Nullable String sessionToken,
        @JsonProperty("JobId") @Nullable String jobId,
        @JsonProperty("Inventory") @Nullable List<InventoryItem> inventory) {
    /** For logs: without the token. */
    @Override
    public String toString() {
        return "InventoryUpdateRequest[jobId=" + jobId + ", entries=" + (inventory == null ? 0 : inventory.size())
                + "]";
    }
}
