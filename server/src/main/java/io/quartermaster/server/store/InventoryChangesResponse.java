package io.quartermaster.server.store;

import io.quartermaster.server.http.Cursors;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A version of a store's inventory with some of what it changed, by alias. */
@Schema(name = "InventoryVersionChanges")
public record InventoryChangesResponse(
        InventoryVersionResponse inventory,
        List<EntryChangeResponse> items,

        @Schema(description = "For After of the next request; null at the end of the list") @Nullable
        String next) {

    /** @param list its name, as cursors have it */
    static InventoryChangesResponse of(String list, InventoryVersionPage<EntryChange> page, long offset, int limit) {
        return new InventoryChangesResponse(
                InventoryVersionResponse.of(page.version()),
                page.rows().stream().map(EntryChangeResponse::of).toList(),
                page.rows().size() < limit
                        ? null
                        : Cursors.text(list, offset + page.rows().size()));
    }
}
