package io.quartermaster.server.operation;

/** What becomes of a plan with jobs that would not change. */
public enum ApplyMode {
    /** It is refused, as the command itself would be. */
    ALL_OR_NOTHING,
    /** The others are changed. */
    ELIGIBLE_ONLY
}
