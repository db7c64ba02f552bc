package io.quartermaster.server.store;

import io.quartermaster.server.http.Cursors;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A version of a store's inventory with some of the entries that the store had then, by alias. */
@Schema(name = "InventoryVersionEntries")
public record InventoryEntriesResponse(
        InventoryVersionResponse inventory,
        List<EntryStateResponse> items,

        @Schema(description = "For After of the next request; null at the end of the list") @Nullable
        String next) {

    /** @param list its name, as cursors have it */
    static InventoryEntriesResponse of(String list, InventoryVersionPage<EntryState> page, long offset, int limit) {
        return new InventoryEntriesResponse(
                InventoryVersionResponse.of(page.version()),
                page.rows().stream().map(EntryStateResponse::of).toList(),
                page.rows().size() < limit
                        ? null
                        : Cursors.text(list, offset + page.rows().size()));
    }
}
