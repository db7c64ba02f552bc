package io.quartermaster.server.cert;

import io.quartermaster.server.http.Paging;
import org.jspecify.annotations.Nullable;

/**
 * Which certificates are to be listed, and what of them.
 *
 * @param collectionId null and 0 for all certificates
 */
record CertificateSearch(
        Paging paging, @Nullable Integer collectionId, boolean revokedToo, boolean expiredToo, Details details) {
    /** What costs a look elsewhere and is shown when asked for only. */
    record Details(boolean locations, boolean metadata) {}
}
