package io.quartermaster.agent.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Ours: an agent that stops gives its session back. Answered by {@link ResultReply}; the C agent has no such call.
 *
 * @param sessionToken the token of the session that ends
 */
@WireRecord
public record UnregisterRequest(
        @JsonProperty("SessionToken") @Nullable String sessionToken) {
    /** For logs: without the token. */
    @Override
    public String toString() {
        return "UnregisterRequest[]";
    }
}
