package io.quartermaster.server.store;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How somebody wants to take over a store that was discovered, read from a request.
 *
 * @param place where it stands in the request, for messages
 * @param containerId null for none
 * @param password null when the request says nothing of it
 */
record StoreApproval(
        String place,
        UUID storeId,
        int typeId,
        @Nullable Integer containerId,
        SentProperties properties,
        @Nullable SentValue password) {}
