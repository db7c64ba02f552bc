package io.quartermaster.server.operation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A plan in numbers.
 *
 * @param wouldChange of the jobs that matched
 * @param agents of the jobs that would change
 * @param groups the others, by what keeps them from it
 */
public record PlanSummary(Plan plan, long matched, long wouldChange, int agents, List<Group> groups) {

    /**
     * Jobs that would not change for the same reason.
     *
     * @param permission the string that the planner lacks; null where it is not about that
     * @param refuses whether the command is refused because of them, rather than passing them over
     * @param examples at most five ids of jobs, or of rows of the history
     */
    public record Group(
            String code,
            String reason,
            @Nullable String permission,
            boolean refuses,
            long count,
            List<String> examples) {}

    /** All that refuse the command. */
    List<Group> refusing() {
        return groups.stream().filter(Group::refuses).toList();
    }
}
