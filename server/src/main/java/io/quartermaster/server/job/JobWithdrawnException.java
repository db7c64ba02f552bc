package io.quartermaster.server.job;

/** What a job needs is gone, so it cannot be handed out. Thrown by a {@link JobHandler}; never reaches a caller. */
public final class JobWithdrawnException extends RuntimeException {
    private final String reason;

    /** @param reason a sentence for the job's events, e.g. "Its certificate store was deleted." */
    public JobWithdrawnException(String reason) {
        super(reason);
        this.reason = reason;
    }

    public String reason() {
        return reason;
    }
}
