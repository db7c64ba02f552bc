package io.quartermaster.agent.change;

import io.quartermaster.store.spi.Inventory;
import io.quartermaster.store.spi.InventoryJob;
import io.quartermaster.store.spi.StoreException;

/**
 * Reads one store while no other job of this agent changes it, and never one that is half changed. Safe for many
 * threads.
 */
public final class ReadStore {
    private final StoreLocks locks;
    private final Recovery recovery;

    public ReadStore(StoreLocks locks, Recovery recovery) {
        this.locks = locks;
        this.recovery = recovery;
    }

    /**
     * Reads it.
     *
     * @throws StoreException as {@link InventoryJob#read}; also when the store may be half changed and cannot be put
     *     right
     * @throws InterruptedException when the agent is being stopped
     */
    public Inventory run(Store store, InventoryJob reading) throws StoreException, InterruptedException {
        try (var _ = locks.hold(store.location())) {
            recovery.before(store.location());
            return reading.read(store.location(), store.secrets());
        }
    }
}
