package io.quartermaster.agent.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * How a call went; part of every reply.
 *
 * @param status {@link #UNKNOWN}, {@link #SUCCESS}, {@link #WARNING} or {@link #ERROR}. Not the numbers of {@link
 *     CompletionStatus}, which are one higher
 * @param error null when there is nothing to say
 */
@WireRecord
public record Result(
        @JsonProperty("Status") int status,
        @JsonProperty("Error") @Nullable ResultError error) {
    public static final int UNKNOWN = 0;
    public static final int SUCCESS = 1;
    public static final int WARNING = 2;
    public static final int ERROR = 3;

    /** The call did what it was asked to do. */
    public static Result success() {
        return new Result(SUCCESS, null);
    }

    /**
     * The call was understood and refused for now, or done with a remark.
     *
     * @param code see {@link ResultError#of}
     */
    public static Result warning(int code, String message) {
        return new Result(WARNING, ResultError.of(code, message));
    }

    /**
     * The call failed or was refused.
     *
     * @param code see {@link ResultError#of}
     */
    public static Result error(int code, String message) {
        return new Result(ERROR, ResultError.of(code, message));
    }

    /** True for a status that lets a job run: success, or unknown, as the C agent has it; not warning or error. */
    public boolean letsJobRun() {
        return status != WARNING && status != ERROR;
    }

    /** The error's message and code for a log line or a completion message; empty when there is none. */
    public String text() {
        return error == null ? "" : error.text();
    }
}
