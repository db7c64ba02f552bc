package io.quartermaster.server.store;

import io.quartermaster.server.http.Cursors;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A held inventory with some of what it would change, by alias. */
public record HeldInventoryChangesResponse(
        HeldInventoryResponse held,
        List<EntryChangeResponse> items,

        @Schema(description = "For After of the next request; null at the end of the list") @Nullable
        String next) {

    static String list(UUID storeId) {
        return "held inventory of " + storeId;
    }

    static HeldInventoryChangesResponse of(DiffHeldInventory.HeldChanges page, long offset, int limit) {
        return new HeldInventoryChangesResponse(
                HeldInventoryResponse.of(page.held()),
                page.changes().stream().map(EntryChangeResponse::of).toList(),
                page.changes().size() < limit
                        ? null
                        : Cursors.text(
                                list(page.held().storeId()),
                                offset + page.changes().size()));
    }
}
