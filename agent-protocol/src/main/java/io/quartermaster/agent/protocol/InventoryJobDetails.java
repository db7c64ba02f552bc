package io.quartermaster.agent.protocol;

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
 */
@WireRecord
public record InventoryJobDetails(
        @JsonProperty("ClientMachine") @Nullable String clientMachine,
        @JsonProperty("StorePath") @Nullable String storePath,
        @JsonProperty("StorePassword") @Nullable SecretText storePassword,
        @JsonProperty("Category") int category,
        @JsonProperty("Inventory") @Nullable List<KnownInventoryItem> inventory) {}
