package io.quartermaster.server.job;

/** What can happen to a job, as the append-only {@code job_event} table names it. */
public enum JobEvent {
    SCHEDULED,
    HANDED_OUT,
    /** A running attempt gave a sign of life. Noted at most once a minute. */
    PROGRESS,
    COMPLETED,
    RETRY_PLANNED,
    /** Closed by the server, because the agent stopped reporting. */
    LOST,
    /** Closed by the server, because the next run was due and replaces the one that ran. */
    REPLACED,
    /** A run that came due while the one before ran was dropped. */
    SKIPPED,
    /** A completion that came after its attempt was closed as lost. */
    LATE_COMPLETION,
    UNSCHEDULED,
    /** Put back under another id by the undo of an unschedule; on the old job and on the new one. */
    RESTORED,
    RESCHEDULED,
    ACKNOWLEDGED,
    /** Its wave of a rollout has come. */
    RELEASED,
    /** A person changed its schedule or how it is handed out. */
    CHANGED,
    /** It was made although it can never run as things are. */
    WARNING,
    /** An inventory that followed has shown whether it was as the orchestrator said. */
    VERIFIED,
    /** Removed because what it needs is gone. */
    WITHDRAWN,
    /** What an inventory found is not believed: too much was missing. */
    INVENTORY_HELD,
    /** Such an inventory is believed after all. */
    INVENTORY_ACCEPTED,
    /** Such an inventory is forgotten. */
    INVENTORY_REJECTED,
    /** The renewal that it belongs to is done: what it brought was found where it should be. */
    RENEWAL_DONE,
    /** The renewal that it belongs to has failed; not always because of this job. */
    RENEWAL_FAILED
}
