package io.quartermaster.server.operation;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.error.FailedOperation;
import io.quartermaster.server.job.JobKind;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * In what a plan no longer fits.
 *
 * @param counts by code, complete
 * @param named the jobs or rows of the history, each with what is different, at most as many as a refusal names
 */
record PlanDifference(Map<String, Long> counts, List<FailedOperation> named) {
    static final String NEW = "NEW";
    static final String GONE = "GONE";
    static final String POSSIBLE_NOW = "POSSIBLE_NOW";

    static String reason(String code, @Nullable JobKind kind, @Nullable Integer containerId, PlanWords words) {
        return switch (code) {
            case NEW -> "It is new: it matches, and was not in the plan.";
            case GONE -> "It is gone.";
            case POSSIBLE_NOW -> "The plan could not have changed it; now it could.";
            default -> words.reason(code, kind, containerId);
        };
    }

    CommandException refusal() {
        String sentence = counts.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
        return new CommandException(
                ErrorKind.CHANGED_MEANWHILE,
                "Since the plan was made, jobs have changed (" + sentence + "); nothing was done. Make a new plan.",
                named);
    }
}
