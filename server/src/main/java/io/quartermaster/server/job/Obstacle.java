package io.quartermaster.server.job;

/** What can keep a job from starting. The names are those of {@code Code} in the answer to "why". */
enum Obstacle {
    /** An attempt of it runs now. */
    IN_PROCESS,
    NOT_DUE,
    AGENT_NOT_APPROVED,
    /** The agent has not called for some time, so it will not come for the job either. */
    AGENT_SILENT,
    /** The agent did not announce what the job needs, so it would not know what to do with it. */
    AGENT_NOT_CAPABLE,
    STORE_NOT_APPROVED,
    /** Another job of its certificate store runs. */
    STORE_BUSY,
    /** Another job of its certificate store was asked for earlier. */
    BEHIND_ANOTHER,
    QUIET_HOURS,
    PAUSED,
    /** It belongs to a rollout whose earlier waves have not ended, or that was stopped. */
    WAVE_HELD,
    /** As many attempts run as somebody allowed. */
    CAP_REACHED
}
