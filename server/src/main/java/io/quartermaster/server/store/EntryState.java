package io.quartermaster.server.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an entry of a store was at some time.
 *
 * @param certificates leaf first
 */
record EntryState(String alias, boolean privateKey, List<NamedCertificate> certificates) {

    /** A certificate in it, as far as it is still known. */
    record NamedCertificate(
            int id, @Nullable String thumbprint, @Nullable String issuedDn) {}
}
