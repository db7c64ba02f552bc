package io.quartermaster.server.store;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What became of an entry of a certificate store, in answers. */
@Schema(name = "InventoryChange")
public record EntryChangeResponse(
        @Schema(description = "Added, Removed or Changed") String change,

        @Schema(description = "Null for one that came") @Nullable
        EntryStateResponse before,

        @Schema(description = "Null for one that is gone") @Nullable
        EntryStateResponse after) {

    static EntryChangeResponse of(EntryChange change) {
        EntryState before = change.before();
        EntryState after = change.after();
        return new EntryChangeResponse(
                change.title(),
                before == null ? null : EntryStateResponse.of(before),
                after == null ? null : EntryStateResponse.of(after));
    }
}
