package io.quartermaster.server.control;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A set of jobs that start in waves.
 *
 * @param wave jobs of this wave and of those before may start
 * @param stoppedBecause null unless it is stopped
 * @param endedAt null until all its jobs have ended
 */
public record Rollout(
        UUID id,
        String jobType,
        State state,
        int wave,
        @Nullable Integer failuresMax,
        @Nullable Integer failurePercent,
        @Nullable String stoppedBecause,
        String startedBy,
        Instant startedAt,
        @Nullable Instant endedAt,
        List<Wave> waves) {

    /** How far it is. */
    public enum State {
        RUNNING,
        /** None of its jobs starts until a person resumes it. */
        STOPPED,
        COMPLETED
    }

    /** The refusal of a change that its state does not allow. */
    CommandException cannotBe(String done) {
        return new CommandException(
                ErrorKind.NOT_ELIGIBLE, "Rollout " + id + " is " + state + " and cannot be " + done + ".");
    }

    /**
     * One wave.
     *
     * @param ended jobs that will not run any more, for whatever reason
     * @param failed of these
     */
    public record Wave(int number, long jobs, long ended, long failed) {}
}
