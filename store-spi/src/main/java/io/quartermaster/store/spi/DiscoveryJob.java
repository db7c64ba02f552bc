package io.quartermaster.store.spi;

/** The ability to look for stores on this machine. Safe for many threads. */
public interface DiscoveryJob {
    /**
     * Looks for stores, opens none with a password and changes nothing.
     *
     * @throws StoreException when nothing can be looked at: a folder that is not there or is no folder, a pattern that is
     *     none
     * @throws InterruptedException when the thread is interrupted, soon after
     */
    Discovered find(DiscoveryRequest request) throws StoreException, InterruptedException;
}
