package io.quartermaster.agent.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Ours: the answer to {@link ConfigureRequest} for a custom job; the first three members as in {@link ConfigureReply}.
 *
 * @param customEndpoint path of the job's Submit
 * @param job null when the job is not to run
 */
@WireRecord
public record CustomConfigureReply(
        @JsonProperty("Result") @Nullable Result result,
        @JsonProperty("AuditId") long auditId,
        @JsonProperty("JobCancelled") boolean jobCancelled,
        @JsonProperty("CustomEndpoint") @Nullable String customEndpoint,
        @JsonProperty("Job") @Nullable CustomJobDetails job) {}
