package io.quartermaster.server.enrollment;

import org.jspecify.annotations.Nullable;

/**
 * @param certificateId null where {@code thumbprint} says which
 * @param authority null for that of the certificate
 * @param template null for that of the certificate
 */
record RenewalOrder(
        @Nullable Integer certificateId,
        @Nullable String thumbprint,
        @Nullable String authority,
        @Nullable String template,
        @Nullable Integer collectionId) {}
