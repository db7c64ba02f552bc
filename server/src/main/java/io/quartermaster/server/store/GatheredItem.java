package io.quartermaster.server.store;

import io.quartermaster.server.cert.EncodedCertificate;
import java.util.List;
import java.util.Map;

/**
 * One entry of a store as an Update names it, decoded.
 *
 * @param itemStatus 0 unknown, 1 new, 2 modified, 3 removed, 4 unchanged
 * @param certificates leaf first; empty for removed and unchanged
 * @param parameters of the entry, by name; empty when the agent says nothing of them
 */
record GatheredItem(
        String alias,
        int itemStatus,
        boolean privateKey,
        List<EncodedCertificate> certificates,
        Map<String, String> parameters) {}
