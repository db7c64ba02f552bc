package io.quartermaster.agent.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Ours: the answer to {@link ConfigureRequest} for a discovery; the first three members as in {@link ConfigureReply}.
 *
 * @param discoveryEndpoint path of the job's Submit
 * @param job null when the job is not to run
 */
@WireRecord
public record DiscoveryConfigureReply(
        @JsonProperty("Result") @Nullable Result result,
        @JsonProperty("AuditId") long auditId,
        @JsonProperty("JobCancelled") boolean jobCancelled,
        @JsonProperty("DiscoveryEndpoint") @Nullable String discoveryEndpoint,
        @JsonProperty("Job") @Nullable DiscoveryJobDetails job) {}
