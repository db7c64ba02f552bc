package io.quartermaster.server.renewal;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which certificates are renewed, when and how. */
public record RenewalRule(UUID id, Wanted wanted, String changedBy, Instant changedAt) {
    /**
     * What people set.
     *
     * @param template null for that of the old certificate
     * @param authority null for that of the old certificate
     * @param metadata names of fields whose values the new certificate takes over; null for all
     * @param endpoints where the new certificate shall be served: {@code host:port}
     */
    public record Wanted(
            String name,
            boolean enabled,
            RenewalScope scope,
            RenewalTime time,
            RenewalWay way,
            @Nullable String template,
            @Nullable String authority,
            @Nullable List<String> metadata,
            List<String> endpoints) {}
}
