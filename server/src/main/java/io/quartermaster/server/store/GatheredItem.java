package io.quartermaster.server.store;

import io.quartermaster.server.cert.EncodedCertificate;
import java.util.List;

/**
 * One entry of a store as an Update names it, decoded.
 *
 * @param itemStatus 0 unknown, 1 new, 2 modified, 3 removed, 4 unchanged
 * @param certificates leaf first; empty for removed and unchanged
 */
record GatheredItem(String alias, int itemStatus, boolean privateKey, List<EncodedCertificate> certificates) {}
