package io.quartermaster.server.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One entry of a store's inventory.
 *
 * @param alias as the agent spelled it
 * @param parameters the entry parameters the agent told
 * @param certificates leaf first
 */
record InventoryEntry(
        int id, String alias, boolean privateKey, Map<String, String> parameters, List<HeldCertificate> certificates) {

    /** A certificate in an entry. */
    record HeldCertificate(
            int id,
            String thumbprint,
            String issuedDn,
            String issuerDn,
            String serialNumber,
            Instant notBefore,
            Instant notAfter,
            String signingAlgorithm) {}
}
