package io.quartermaster.server.job;

/** What can happen to a job, as the append-only {@code job_event} table names it. */
public enum JobEvent {
    SCHEDULED,
    HANDED_OUT,
    COMPLETED,
    RETRY_PLANNED,
    /** Closed by the server, because the agent stopped reporting. */
    LOST,
    /** A completion that came after its attempt was closed as lost. */
    LATE_COMPLETION,
    UNSCHEDULED,
    /** Put back under another id by the undo of an unschedule; on the old job and on the new one. */
    RESTORED,
    RESCHEDULED,
    ACKNOWLEDGED,
    /** Removed because what it needs is gone. */
    WITHDRAWN
}
