package io.quartermaster.server.renewal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where the new certificate shall be served.
 *
 * @param endpoint {@code host:port}
 * @param reason what the last probe found instead; null before the first, and when it was served
 */
record RenewalEndpoint(
        int position,
        String endpoint,
        boolean served,
        @Nullable String reason,
        @Nullable Instant probedAt) {}
