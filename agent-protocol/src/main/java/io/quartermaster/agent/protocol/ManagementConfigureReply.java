package io.quartermaster.agent.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * The answer to {@link ConfigureRequest} for a job that changes a store; the first three members as in {@link
 * ConfigureReply}.
 *
 * @param job null when the job is not to run
 */
@WireRecord
public record ManagementConfigureReply(
        @JsonProperty("Result") @Nullable Result result,
        @JsonProperty("AuditId") long auditId,
        @JsonProperty("JobCancelled") boolean jobCancelled,
        @JsonProperty("Job") @Nullable ManagementJobDetails job) {}
