package io.quartermaster.server.store;

import io.quartermaster.server.http.Cursors;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Some versions of a store's inventory, newest first. */
public record InventoryVersionsResponse(
        List<InventoryVersionResponse> items,

        @Schema(description = "For After of the next request; null at the end of the list") @Nullable
        String next) {

    static String list(UUID storeId) {
        return "inventories of " + storeId;
    }

    static InventoryVersionsResponse of(UUID storeId, List<InventoryVersion> versions, int limit) {
        return new InventoryVersionsResponse(
                versions.stream().map(InventoryVersionResponse::of).toList(),
                versions.size() < limit
                        ? null
                        : Cursors.text(list(storeId), versions.getLast().version()));
    }
}
