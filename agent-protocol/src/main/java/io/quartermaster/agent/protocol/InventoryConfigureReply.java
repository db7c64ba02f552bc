package io.quartermaster.agent.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * The answer to {@link ConfigureRequest} for an inventory job; the first three members as in {@link ConfigureReply}.
 *
 * @param inventoryEndpoint path of the job's Update
 * @param job null when the job is not to run
 */
@WireRecord
public record InventoryConfigureReply(
        @JsonProperty("Result") @Nullable Result result,
        @JsonProperty("AuditId") long auditId,
        @JsonProperty("JobCancelled") boolean jobCancelled,
        @JsonProperty("InventoryEndpoint") @Nullable String inventoryEndpoint,
        @JsonProperty("Job") @Nullable InventoryJobDetails job) {}
