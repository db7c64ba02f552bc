package io.quartermaster.agent.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt ended; the last call of every job. May arrive more than once: only the first of one job and audit id
 * counts, the others are answered like it.
 *
 * @param status see {@link CompletionStatus}
 * @param auditId the attempt, from the answer to Configure
 * @param message why it failed, or a remark; empty when there is nothing to say
 * @param log only of a log fetch: the end of the agent's log. Left out of the JSON when null
 */
@WireRecord
public record CompleteRequest(
        @JsonProperty("Status") int status,
        @JsonProperty("AuditId") long auditId,
        @JsonProperty("JobId") @Nullable String jobId,
        @JsonProperty("Message") @Nullable String message,
        @JsonProperty("SessionToken") @Nullable String sessionToken,

        @JsonProperty("Log") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        String log) {
    /** For logs: without the token, and without what the agent says. */
    @Override
    public String toString() {
        return "CompleteRequest[status=" + status + ", auditId=" + auditId + ", jobId=" + jobId + "]";
    }
}
