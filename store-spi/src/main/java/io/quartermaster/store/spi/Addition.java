package io.quartermaster.store.spi;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is put into a store.
 *
 * @param alias the name of the entry, or blank: then its type names it. Where the type names all entries itself (PEM),
 *     the name of the entry to replace
 * @param certificate the entry's own
 * @param chain its issuers up to the root as far as they are known, nearest first; may be empty
 * @param privateKey null for an entry without one; closed by the caller
 * @param entryPassword protects the private key where the store's password does not; empty: the store's does
 * @param overwrite whether an entry of that name may be replaced
 * @param createIfMissing whether a store that is not there is made first
 * @param parameters entry parameters of the store type, by name
 */
public record Addition(
        String alias,
        EncodedCertificate certificate,
        List<EncodedCertificate> chain,
        @Nullable PrivateKeySecret privateKey,
        StorePassword entryPassword,
        boolean overwrite,
        boolean createIfMissing,
        Map<String, String> parameters) {
    public Addition {
        chain = List.copyOf(chain);
        parameters = Map.copyOf(parameters);
    }

    /** A certificate with or without a key, without a password or parameters of its own, to a store that is there. */
    public Addition(
            String alias,
            EncodedCertificate certificate,
            List<EncodedCertificate> chain,
            @Nullable PrivateKeySecret privateKey,
            boolean overwrite) {
        this(alias, certificate, chain, privateKey, StorePassword.EMPTY, overwrite, false, Map.of());
    }
}
