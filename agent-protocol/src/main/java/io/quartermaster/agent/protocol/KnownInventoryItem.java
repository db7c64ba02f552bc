package io.quartermaster.agent.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a store as the server holds it.
 *
 * @param alias never null from a server: the C agent does not check
 * @param privateKeyEntry whether the store holds the key
 * @param thumbprints SHA-1 of each certificate in hex, the entry's own first
 */
@WireRecord
public record KnownInventoryItem(
        @JsonProperty("Alias") @Nullable String alias,
        @JsonProperty("PrivateKeyEntry") boolean privateKeyEntry,
        @JsonProperty("Thumbprints") @Nullable List<String> thumbprints) {}
