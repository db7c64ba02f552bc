package io.quartermaster.server.setting;

import java.util.function.Supplier;

/**
 * Which inventories are not believed, and how long is known what inventories changed.
 *
 * @param holdShare percent of a store's entries: an inventory in which as many or more are missing is held; 1 to 100
 * @param holdEntriesMin an inventory in which fewer are missing is not held, unless it is empty; 1 to 100,000
 * @param believeRepeated how many inventories in a row must say the same until a held one is believed without a person;
 *     0 for never, to 100
 * @param keepDays for how many days the versions of inventories are kept; 1 to 3,650
 */
public record InventorySettings(int holdShare, int holdEntriesMin, int believeRepeated, int keepDays)
        implements Supplier<InventorySettings> {
    public static final int SHARE_MAX = 100;
    public static final int ENTRIES_MAX = 100_000;
    public static final int REPEATED_MAX = 100;
    public static final int DAYS_MAX = 3_650;

    /** Half of the entries and at least five; never without a person; a year. */
    public static final InventorySettings DEFAULT = new InventorySettings(50, 5, 0, 365);

    /** Itself: settings that nobody changes. */
    @Override
    public InventorySettings get() {
        return this;
    }
}
