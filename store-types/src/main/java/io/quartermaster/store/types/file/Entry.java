package io.quartermaster.store.types.file;

import io.quartermaster.store.spi.EncodedCertificate;
import io.quartermaster.store.spi.InventoryEntry;
import io.quartermaster.store.types.KeyPairs;
import java.util.List;
import java.util.Map;

/** Entries of an inventory, with what every type can tell of them. */
public final class Entry {
    private Entry() {}

    /** An entry with the parameter {@code KeyAlgorithm}: that of its own certificate's key, e.g. {@code ML-DSA-65}. */
    public static InventoryEntry of(String alias, List<EncodedCertificate> certificates, boolean privateKeyEntry) {
        return new InventoryEntry(
                alias,
                certificates,
                privateKeyEntry,
                Map.of("KeyAlgorithm", KeyPairs.algorithm(certificates.getFirst())));
    }
}
