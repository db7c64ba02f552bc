package io.quartermaster.agent.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * The answer to {@link CompleteRequest}.
 *
 * @param inventoryJob id of an inventory job that the agent holds and may run at once, after a job that changed a
 *     store; null for none
 */
@WireRecord
public record CompleteReply(
        @JsonProperty("Result") @Nullable Result result,
        @JsonProperty("InventoryJob") @Nullable String inventoryJob) {}
