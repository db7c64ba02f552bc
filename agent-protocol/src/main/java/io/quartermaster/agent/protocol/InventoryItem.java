package io.quartermaster.agent.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a store as the agent found it.
 *
 * @param privateKeyEntry whether the store holds the key
 * @param useChainLevel true when {@code certificates} is a chain
 * @param itemStatus {@link #UNKNOWN}: the server finds out; the list is then the whole content of the store. {@link
 *     #NEW} to {@link #UNCHANGED}: a difference to what the server held, which names every alias held before
 * @param alias of a PEM store the SHA-1 thumbprint; compare without case
 * @param certificates base64 DER on one line, without PEM armour; the entry's own first, then its issuers. Empty for
 *     removed and unchanged
 * @param parameters entry parameters by name; left out of the JSON when null, which says nothing about them
 */
@WireRecord
public record InventoryItem(
        @JsonProperty("PrivateKeyEntry") boolean privateKeyEntry,
        @JsonProperty("UseChainLevel") boolean useChainLevel,
        @JsonProperty("ItemStatus") int itemStatus,
        @JsonProperty("Alias") @Nullable String alias,
        @JsonProperty("Certificates") @Nullable List<String> certificates,

        @JsonProperty("Parameters") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        Map<String, String> parameters) {
    public static final int UNKNOWN = 0;
    public static final int NEW = 1;
    public static final int MODIFIED = 2;
    public static final int REMOVED = 3;
    public static final int UNCHANGED = 4;

    /** An entry that says nothing of its parameters. */
    public InventoryItem(
            boolean privateKeyEntry,
            boolean useChainLevel,
            int itemStatus,
            @Nullable String alias,
            @Nullable List<String> certificates) {
        this(privateKeyEntry, useChainLevel, itemStatus, alias, certificates, null);
    }
}
