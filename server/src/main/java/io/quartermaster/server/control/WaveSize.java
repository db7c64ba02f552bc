package io.quartermaster.server.control;

/** How large a wave of a rollout is. */
public sealed interface WaveSize {
    /** So many more jobs. */
    record Count(int jobs) implements WaveSize {}

    /** As many more as make, with those before, this share of all; rounded up. */
    record Percent(int percent) implements WaveSize {}

    /** How many of all jobs have been let go with this wave. */
    default int bound(int before, int all) {
        long bound = switch (this) {
            case Count(int jobs) -> (long) before + jobs;
            case Percent(int percent) -> Math.ceilDiv((long) all * percent, 100L);
        };
        return (int) Math.min(all, Math.max(before, bound));
    }
}
