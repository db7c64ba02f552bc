package io.quartermaster.agent.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The store to be read.
 *
 * @param clientMachine the store's machine, as the server knows it
 * @param storePath where the store is on that machine
 * @param storePassword empty or null for a store without one
 * @param category the store type's number; the C agent does not use it
 * @param inventory what the server holds for the store now; null is allowed and the same as empty
 * @param properties ours: of the store, the text of a JSON object whose values are texts, secrets among them; left out
 *     of the JSON when null, which is none
 */
@WireRecord
public record InventoryJobDetails(
        @JsonProperty("ClientMachine") @Nullable String clientMachine,
        @JsonProperty("StorePath") @Nullable String storePath,
        @JsonProperty("StorePassword") @Nullable SecretText storePassword,
        @JsonProperty("Category") int category,
        @JsonProperty("Inventory") @Nullable List<KnownInventoryItem> inventory,

        @JsonProperty("Properties") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        SecretText properties) {
    /** A store without properties. */
    public InventoryJobDetails(
            @Nullable String clientMachine,
            @Nullable String storePath,
            @Nullable SecretText storePassword,
            int category,
            @Nullable List<KnownInventoryItem> inventory) {
        this(clientMachine, storePath, storePassword, category, inventory, null);
    }
}
