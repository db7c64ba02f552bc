package io.quartermaster.agent.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a custom job is to do.
 *
 * @param jobTypeName name of the custom job type, without {@code Custom.} in front
 * @param properties the job's fields by name, values as text: numbers in decimal, booleans {@code true} or {@code
 *     false}, times in ISO-8601 UTC
 */
@WireRecord
public record CustomJobDetails(
        @JsonProperty("JobTypeName") @Nullable String jobTypeName,
        @JsonProperty("Properties") @Nullable Map<String, @Nullable String> properties) {
    /** For logs: names of the fields only, since a value may be a secret. */
    @Override
    public String toString() {
        return "CustomJobDetails[jobTypeName=" + jobTypeName + ", properties="
                + (properties == null ? "none" : properties.keySet()) + "]";
    }
}
