package io.quartermaster.store.spi;

/** The ability to say what is in a store. Safe for many threads. */
public interface InventoryJob {
    /**
     * Reads the whole store and changes nothing.
     *
     * @return every entry that has a certificate; empty when the store is there and has none
     * @throws StoreException when the store is not there, cannot be opened, or is not what it should be: never a part of
     *     its content instead
     */
    Inventory read(StoreLocation location, StoreSecrets secrets) throws StoreException;
}
