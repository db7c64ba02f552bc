package io.quartermaster.store.spi;

/** The ability to take an entry out of a store. Safe for many threads. */
public interface RemoveJob extends ChangingJob {
    /**
     * Removes an entry with its private key. An entry that is not there is no error and no change.
     *
     * @throws StoreException when the store is not there, is not opened by its password, or cannot be written. The store
     *     is then as it was
     */
    StoreChange remove(StoreLocation location, StoreSecrets secrets, Removal removal) throws StoreException;
}
