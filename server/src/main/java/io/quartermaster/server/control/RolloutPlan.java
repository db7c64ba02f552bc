package io.quartermaster.server.control;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * In which waves jobs start, and when they stop.
 *
 * @param waves the last one takes all that are left
 * @param failuresMax so many failures stop it; null where {@code failurePercent} of the jobs that were let go do
 */
public record RolloutPlan(
        List<WaveSize> waves,
        @Nullable Integer failuresMax,
        @Nullable Integer failurePercent) {

    /** The sizes of the waves for so many jobs; a wave without jobs is left out. */
    public List<Integer> sizes(int jobs) {
        List<Integer> sizes = new ArrayList<>();
        int before = 0;
        for (WaveSize wave : waves) {
            int bound = wave.bound(before, jobs);
            if (bound > before) {
                sizes.add(bound - before);
            }
            before = bound;
        }
        return sizes;
    }
}
