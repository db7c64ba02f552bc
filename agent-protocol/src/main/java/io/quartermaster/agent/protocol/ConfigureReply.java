package io.quartermaster.agent.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * What every answer to {@link ConfigureRequest} has, and all that the answer of a refusal has.
 *
 * @param result with {@link Result#WARNING} or {@link Result#ERROR} the job is not run and nothing is completed
 * @param auditId the attempt's id, 0 when none began; below 2^53, because the C agent keeps numbers as doubles
 * @param jobCancelled true: the agent drops the job without a completion and registers anew
 */
@WireRecord
public record ConfigureReply(
        @JsonProperty("Result") @Nullable Result result,
        @JsonProperty("AuditId") long auditId,
        @JsonProperty("JobCancelled") boolean jobCancelled) {}
