package io.quartermaster.server.store;

import org.jspecify.annotations.Nullable;

/**
 * What became of an entry. One of the two states is there.
 *
 * @param aliasFolded as aliases are compared; tells the changes of one inventory apart
 * @param before null for an entry that came
 * @param after null for one that is gone
 */
record EntryChange(
        String aliasFolded,
        @Nullable EntryState before,
        @Nullable EntryState after) {
    String title() {
        return before == null ? "Added" : after == null ? "Removed" : "Changed";
    }
}
