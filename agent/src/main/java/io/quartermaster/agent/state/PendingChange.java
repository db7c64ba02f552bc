package io.quartermaster.agent.state;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

/**
 * A store that is being changed, remembered from before the first write until the change is final or taken back, so
 * that an agent that died in between knows where to look.
 *
 * @param storeType short name
 * @param storePath of the store
 * @param properties those of the store's that name further files, and no other: they may be secrets
 */
public record PendingChange(
        @JsonProperty("StoreType") String storeType,
        @JsonProperty("StorePath") String storePath,
        @JsonProperty("Properties") Map<String, String> properties) {
    /** A part that is missing in a damaged file is refused here. */
    public PendingChange {
        properties = Map.copyOf(properties);
        if (storeType.isBlank() || storePath.isBlank()) {
            throw new IllegalArgumentException("A pending change is that of a store.");
        }
    }

    /** Fit to be a file name, and the same for the same store: two changes of one store are one to be looked at. */
    public String key() {
        try {
            byte[] store = (storeType.toLowerCase(Locale.ROOT) + '\0' + storePath).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(store));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256.", e);
        }
    }
}
