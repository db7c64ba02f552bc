package io.quartermaster.server.sim;

import java.util.EnumMap;
import java.util.Map;

/** How often what matters happened, over all seeds: a simulation in which nothing happens finds nothing. */
final class Coverage {
    /** What is counted. */
    enum Happening {
        ATTEMPT_BEGUN,
        UNSCHEDULED,
        UNSCHEDULE_REFUSED,
        UNSCHEDULED_WHILE_IN_PROCESS,
        PLAN_APPLIED,
        PLAN_OUTDATED,
        UNDONE,
        UNDO_REFUSED,
        RESTORED_JOB_BEGUN,
        CANCELLED_ANSWER,
        NOT_NOW_ANSWER,
        FAULT,
        CALLED_TOGETHER,
        ANSWERED_TOGETHER,
        CRASH,
        SERVER_KILLED,
        SERVER_KILLED_IN_COMMAND,
        ASKED_AGAIN,
        AGENT_RESET,
        AGENT_DELETED,
        SESSION_IN_MEMORY,
        LOST_ATTEMPT,
        RETRY,
        PAUSED,
        QUIET_HOURS,
        CAPPED,
        ROLLOUT,
        ROLLOUT_STOPPED,
        ROLLOUT_COMPLETED
    }

    private final Map<Happening, Long> counts = new EnumMap<>(Happening.class);

    void count(Happening happening, long times) {
        counts.merge(happening, times, Long::sum);
    }

    long of(Happening happening) {
        return counts.getOrDefault(happening, 0L);
    }

    @Override
    public String toString() {
        return counts.toString();
    }
}
