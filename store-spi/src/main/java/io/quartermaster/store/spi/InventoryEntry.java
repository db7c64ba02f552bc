package io.quartermaster.store.spi;

import java.util.List;

/**
 * One entry of a store.
 *
 * @param alias the name that the entry has in its store, or the one its type gives it; never blank
 * @param certificates at least one; the entry's own first, then its issuers up to the root, as far as they are there
 * @param privateKeyEntry whether the store holds the private key of the first one
 */
public record InventoryEntry(String alias, List<EncodedCertificate> certificates, boolean privateKeyEntry) {
    /**
     * Checks what the parameters promise.
     *
     * @throws IllegalArgumentException for a blank alias or no certificate
     */
    public InventoryEntry {
        certificates = List.copyOf(certificates);
        if (alias.isBlank() || certificates.isEmpty()) {
            throw new IllegalArgumentException("An entry has an alias and at least one certificate.");
        }
    }
}
