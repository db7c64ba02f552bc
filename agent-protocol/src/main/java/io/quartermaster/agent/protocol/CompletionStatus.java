package io.quartermaster.agent.protocol;

/**
 * The numbers of {@link CompleteRequest#status()}; the same as a job's Result in the REST API, and one higher than
 * those of {@link Result}.
 */
public final class CompletionStatus {
    public static final int UNKNOWN = 0;
    public static final int IN_PROCESS = 1;
    public static final int SUCCESS = 2;
    public static final int WARNING = 3;
    public static final int ERROR = 4;

    private CompletionStatus() {}
}
