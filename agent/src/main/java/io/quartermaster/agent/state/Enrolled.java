package io.quartermaster.agent.state;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Objects;

/**
 * A reenrollment whose certificate came and was about to be written. When the same job is handed out again, because
 * nobody heard of its end, the certificate that is in the store by then tells that it is done, and no second one is
 * asked for.
 *
 * @param jobId of the job
 * @param storePath of its store
 * @param thumbprint SHA-1 of the certificate, in lower-case hex
 * @param atEpochSecond when it came
 */
public record Enrolled(
        @JsonProperty("JobId") String jobId,
        @JsonProperty("StorePath") String storePath,
        @JsonProperty("Thumbprint") String thumbprint,
        @JsonProperty("AtEpochSecond") long atEpochSecond) {
    /** A part that is missing or wrong in a damaged file is refused here. */
    public Enrolled {
        Objects.requireNonNull(storePath);
        Objects.requireNonNull(thumbprint);
        if (!jobId.matches(Attempt.JOB_ID)) {
            throw new IllegalArgumentException("The id of the job is no GUID.");
        }
    }
}
