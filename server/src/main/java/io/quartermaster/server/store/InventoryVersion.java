package io.quartermaster.server.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A believed inventory that changed something; the first one of a store always counts.
 *
 * @param version 1, 2, ... within the store
 * @param at when it was believed
 * @param historyId the attempt that found it; null for one from before there were versions
 * @param acceptedBy who had it believed; null when it was not held
 * @param entries how many the store had then
 */
record InventoryVersion(
        int version,
        Instant at,
        @Nullable Long historyId,
        @Nullable String acceptedBy,
        int entries,
        int added,
        int removed,
        int changed) {}
