package io.quartermaster.server.store;

import io.quartermaster.server.http.Cursors;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Some held inventories, the latest first. */
public record HeldInventoriesResponse(
        List<HeldInventoryResponse> items,

        @Schema(description = "For After of the next request; null at the end of the list") @Nullable
        String next) {
    static final String LIST = "held inventories";

    static HeldInventoriesResponse of(List<HeldInventory> held, int limit) {
        return new HeldInventoriesResponse(
                held.stream().map(HeldInventoryResponse::of).toList(),
                held.size() < limit ? null : Cursors.text(LIST, held.getLast().historyId()));
    }
}
