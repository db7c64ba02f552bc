package io.quartermaster.server.store;

import io.quartermaster.server.setting.InventorySettings;

/**
 * How what a run found compares with what its store holds.
 *
 * @param entries of the store
 * @param found entries that it would have
 * @param takenAway how many of those that are gone a job has taken away, as its agent said
 */
record FoundInventory(InventoryRun run, int entries, int found, int takenAway) {
    private static final int PERCENT = 100;

    /** Entries that are fewer for no known reason. Where as many came as went, as when aliases change, none is missing. */
    int missing() {
        return Math.max(0, entries - takenAway - found);
    }

    /** Whether it is more likely a store that could not be read than one that people have changed so much. */
    boolean isHeld(InventorySettings settings) {
        if (missing() == 0) {
            return false;
        }
        boolean much = missing() >= settings.holdEntriesMin()
                && (long) missing() * PERCENT >= (long) entries * settings.holdShare();
        return found == 0 || much;
    }
}
