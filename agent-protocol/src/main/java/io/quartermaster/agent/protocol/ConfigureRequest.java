package io.quartermaster.agent.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * The agent is about to run a job and asks what there is to do; the same for every job type. An attempt of the job
 * begins when this is answered.
 *
 * <p>Asked again in the same session, because the answer was lost, it gives the same attempt.
 */
@WireRecord
public record ConfigureRequest(
        @JsonProperty("SessionToken") @Nullable String sessionToken,
        @JsonProperty("JobId") @Nullable String jobId) {
    /** For logs: without the token. */
    @Override
    public String toString() {
        return "ConfigureRequest[jobId=" + jobId + "]";
    }
}
