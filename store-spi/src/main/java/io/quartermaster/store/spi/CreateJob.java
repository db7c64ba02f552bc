package io.quartermaster.store.spi;

/** The ability to make a store that is not there. Safe for many threads. */
public interface CreateJob extends ChangingJob {
    /**
     * Makes an empty store. One that is there and is empty already changes nothing and is no error.
     *
     * @param secrets the password that the store gets
     * @throws StoreException when something else is there, or the store cannot be written
     */
    StoreChange create(StoreLocation location, StoreSecrets secrets) throws StoreException;
}
