package io.quartermaster.agent.state;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quartermaster.agent.protocol.CompleteRequest;
import java.util.Objects;

/**
 * An attempt of a job that the server waits to hear the end of.
 *
 * @param completionEndpoint where to report it
 * @param completion what to report: how it ended or, as long as it runs, that the agent stopped in the middle of it
 * @param begunEpochSecond when Configure was answered
 */
public record Attempt(
        @JsonProperty("CompletionEndpoint") String completionEndpoint,
        @JsonProperty("Completion") CompleteRequest completion,
        @JsonProperty("BegunEpochSecond") long begunEpochSecond) {
    /** What the id of a job looks like: fit to be part of a file name. */
    public static final String JOB_ID = "[A-Za-z0-9-]{1,64}";

    /** A part that is missing or wrong in a damaged file is refused here. */
    public Attempt {
        Objects.requireNonNull(completionEndpoint);
        if (!Objects.requireNonNull(completion.jobId()).matches(JOB_ID)) {
            throw new IllegalArgumentException("The id of the job is no GUID.");
        }
    }

    /** The same attempt with another end. */
    public Attempt endingWith(CompleteRequest end) {
        return new Attempt(completionEndpoint, end, begunEpochSecond);
    }

    /** Job and audit id: what makes it this attempt. */
    public String key() {
        return completion.auditId() + "-" + completion.jobId();
    }
}
