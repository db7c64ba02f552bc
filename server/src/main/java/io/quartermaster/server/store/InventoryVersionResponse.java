package io.quartermaster.server.store;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A version of a store's inventory in answers. */
public record InventoryVersionResponse(
        int version,

        @Schema(description = "When it was believed") Instant at,

        @Schema(description = "The attempt that found it; null for one from before there were versions")
        @JsonProperty("JobHistoryId")
        @Nullable
        Long historyId,

        @Schema(description = "Who accepted it; null when it was not held") @Nullable
        String acceptedBy,

        @Schema(description = "How many the store had then") int entries,

        int added,
        int removed,
        int changed) {

    static InventoryVersionResponse of(InventoryVersion version) {
        return new InventoryVersionResponse(
                version.version(),
                version.at(),
                version.historyId(),
                version.acceptedBy(),
                version.entries(),
                version.added(),
                version.removed(),
                version.changed());
    }
}
