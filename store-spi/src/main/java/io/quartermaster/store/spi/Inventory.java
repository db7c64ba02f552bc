package io.quartermaster.store.spi;

import java.util.List;

/**
 * What is in a store.
 *
 * @param entries no two with the same alias, whatever the case of its letters
 */
public record Inventory(List<InventoryEntry> entries) {
    public Inventory {
        entries = List.copyOf(entries);
    }
}
