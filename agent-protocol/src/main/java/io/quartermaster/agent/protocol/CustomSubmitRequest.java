package io.quartermaster.agent.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Ours: what a custom job brought, before its {@link CompleteRequest}. Sent again, it replaces what the same attempt
 * sent before. Answered by {@link ResultReply}.
 *
 * @param data any text
 */
@WireRecord
public record CustomSubmitRequest(
        @JsonProperty("SessionToken") @Nullable String sessionToken,
        @JsonProperty("JobId") @Nullable String jobId,
        @JsonProperty("Data") @Nullable String data) {
    /** For logs: without the token and the data. */
    @Override
    public String toString() {
        return "CustomSubmitRequest[jobId=" + jobId + ", characters=" + (data == null ? 0 : data.length()) + "]";
    }
}
