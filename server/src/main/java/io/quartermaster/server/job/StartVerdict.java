package io.quartermaster.server.job;

/** Whether a job may start now. */
sealed interface StartVerdict {
    /** @param historyId the number of the attempt that may begin */
    record Free(long historyId) implements StartVerdict {}

    /** @param by the first judge that keeps it from starting */
    record Blocked(StartJudge by) implements StartVerdict {}
}
