package io.quartermaster.store.spi;

/** The ability to put a certificate into a store. Safe for many threads. */
public interface AddJob extends ChangingJob {
    /**
     * Adds an entry or replaces it. The same entry once more changes nothing and is no error, since a server that did
     * not hear of the first success asks again.
     *
     * @throws StoreException when the store is not there, is not opened by its password, already has another entry of
     *     that name and may not replace it, or cannot be written. The store is then as it was
     */
    StoreChange add(StoreLocation location, StoreSecrets secrets, Addition addition) throws StoreException;
}
