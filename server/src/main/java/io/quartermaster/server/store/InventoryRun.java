package io.quartermaster.server.store;

import java.util.UUID;

/**
 * One run of a store's inventory.
 *
 * @param historyId the attempt's row in the job history
 */
record InventoryRun(long historyId, UUID storeId) {}
