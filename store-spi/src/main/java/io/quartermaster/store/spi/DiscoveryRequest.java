package io.quartermaster.store.spi;

import java.time.Duration;
import java.util.List;

/**
 * Where to look for stores and what counts as one.
 *
 * @param folders absolute paths; {@code fullscan} stands for the whole machine
 * @param ignored folders that are left out with all below them: absolute paths, or names wherever they occur
 * @param extensions of file names, with or without a dot in front; {@code noext} stands for names without one; empty for
 *     those that are usual for the type
 * @param patterns for file names, with {@code *} and {@code ?}; one that fits is enough; empty for all
 * @param followLinks whether symbolic links to files and folders are looked at
 * @param compatibility whether stores are found as well that the type can read but that are of another one (PKCS#12 for
 *     a type of Java keystores)
 * @param limits of the whole search
 */
public record DiscoveryRequest(
        List<String> folders,
        List<String> ignored,
        List<String> extensions,
        List<String> patterns,
        boolean followLinks,
        boolean compatibility,
        Limits limits) {
    public DiscoveryRequest {
        folders = List.copyOf(folders);
        ignored = List.copyOf(ignored);
        extensions = List.copyOf(extensions);
        patterns = List.copyOf(patterns);
    }

    /** All stores of the type below some folders, within the usual limits. */
    public DiscoveryRequest(List<String> folders) {
        this(folders, List.of(), List.of(), List.of(), false, false, Limits.USUAL);
    }

    /**
     * What ends a search, with what was found until then.
     *
     * @param depth folders below the one where it begins, 0 for that one only
     * @param files names looked at, folders included
     * @param stores found
     */
    public record Limits(int depth, long files, int stores, Duration time) {
        public static final Limits USUAL = new Limits(32, 2_000_000, 10_000, Duration.ofMinutes(30));
    }
}
