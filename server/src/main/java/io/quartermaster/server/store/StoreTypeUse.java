package io.quartermaster.server.store;

import java.util.ArrayList;
import java.util.List;

/**
 * What there is of a store type, beside the type.
 *
 * @param jobs on the schedule or in process, also those of no store
 */
record StoreTypeUse(long stores, long containers, long blueprints, long caps, long jobs) {
    static final StoreTypeUse NONE = new StoreTypeUse(0, 0, 0, 0, 0);

    /** Whether stores or jobs rely on how the type is defined. */
    boolean binds() {
        return stores > 0 || jobs > 0;
    }

    /** {@code 3 certificate stores, 1 container}. */
    String words() {
        List<String> words = new ArrayList<>();
        add(words, stores, "certificate store", "certificate stores");
        add(words, containers, "container", "containers");
        add(words, blueprints, "blueprint", "blueprints");
        add(words, caps, "cap on running jobs", "caps on running jobs");
        add(words, jobs, "job", "jobs");
        return String.join(", ", words);
    }

    private static void add(List<String> words, long count, String one, String many) {
        if (count > 0) {
            words.add(count + " " + (count == 1 ? one : many));
        }
    }
}
