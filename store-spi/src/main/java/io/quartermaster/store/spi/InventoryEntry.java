package io.quartermaster.store.spi;

import java.util.List;
import java.util.Map;

/**
 * One entry of a store.
 *
 * @param alias the name that the entry has in its store, or the one its type gives it; never blank
 * @param certificates at least one; the entry's own first, then its issuers up to the root, as far as they are there
 * @param privateKeyEntry whether the store holds the private key of the first one
 * @param parameters what else the type knows of the entry, by name; never a secret
 */
public record InventoryEntry(
        String alias, List<EncodedCertificate> certificates, boolean privateKeyEntry, Map<String, String> parameters) {
    /**
     * Checks what the parameters promise.
     *
     * @throws IllegalArgumentException for a blank alias or no certificate
     */
    public InventoryEntry {
        certificates = List.copyOf(certificates);
        parameters = Map.copyOf(parameters);
        if (alias.isBlank() || certificates.isEmpty()) {
            throw new IllegalArgumentException("An entry has an alias and at least one certificate.");
        }
    }

    /** An entry of which nothing else is known. */
    public InventoryEntry(String alias, List<EncodedCertificate> certificates, boolean privateKeyEntry) {
        this(alias, certificates, privateKeyEntry, Map.of());
    }
}
