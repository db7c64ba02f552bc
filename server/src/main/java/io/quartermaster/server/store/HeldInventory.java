package io.quartermaster.server.store;

import java.util.UUID;

/**
 * An inventory that found nothing where there was something, and is not believed until the next one says the same.
 *
 * @param entries how many the store holds, and keeps
 */
record HeldInventory(long historyId, UUID storeId, String clientMachine, String storePath, int entries) {
    /** A line for the log of the server. */
    @Override
    public String toString() {
        return "Certificate store %s (%s - %s) was read as empty and held %d %s; kept until its next inventory says the same"
                .formatted(storeId, clientMachine, storePath, entries, entries == 1 ? "entry" : "entries");
    }
}
