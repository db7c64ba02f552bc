package io.quartermaster.agent.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ours: stores that a discovery found, or a part of them: an attempt may send several, which are gathered until {@link
 * CompleteRequest}; a path sent again changes nothing. Answered by {@link ResultReply}.
 *
 * @param locations paths of stores
 */
@WireRecord
public record DiscoverySubmitRequest(
        @JsonProperty("SessionToken") @Nullable String sessionToken,
        @JsonProperty("JobId") @Nullable String jobId,
        @JsonProperty("Locations") @Nullable List<@Nullable String> locations) {
    /** Paths in one request, at most. */
    public static final int LOCATIONS_MAX = 10_000;

    /** For logs: without the token. */
    @Override
    public String toString() {
        return "DiscoverySubmitRequest[jobId=" + jobId + ", locations=" + (locations == null ? 0 : locations.size())
                + "]";
    }
}
