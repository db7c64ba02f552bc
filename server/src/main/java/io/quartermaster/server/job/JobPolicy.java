package io.quartermaster.server.job;

/**
 * How a recurring job is handed out.
 *
 * @param jitterSeconds at most so much is added to each next run, by chance
 */
public record JobPolicy(Overlap overlap, int jitterSeconds) {
    /** An hour. */
    public static final int JITTER_SECONDS_MAX = 3_600;

    /** For the audit and the timeline. */
    String words() {
        return "Overlap " + overlap + ", jitter " + jitterSeconds + " s";
    }
}
