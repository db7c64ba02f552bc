package io.quartermaster.server.job;

/** The result of one attempt, with its number on the wire. "Unknown" is never shown as success. */
public enum JobResult {
    UNKNOWN(0),
    SUCCESS(2),
    WARNING(3),
    FAILURE(4);

    private final int number;

    JobResult(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /** What an agent's completion status means: 2, 3 and 4 as they are; everything else, also 0 and 1, is unknown. */
    public static JobResult ofAgentStatus(int status) {
        return switch (status) {
            case 2 -> SUCCESS;
            case 3 -> WARNING;
            case 4 -> FAILURE;
            default -> UNKNOWN;
        };
    }

    /** Success or warning: what the agent gathered on the way counts. */
    public boolean succeeded() {
        return this == SUCCESS || this == WARNING;
    }
}
