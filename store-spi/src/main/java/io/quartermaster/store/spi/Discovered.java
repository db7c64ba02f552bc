package io.quartermaster.store.spi;

import java.util.List;

/**
 * What a discovery found.
 *
 * @param paths of the stores, sorted, each file once
 * @param notes sentences about what was not looked at, such as a limit that was reached; empty when all was
 */
public record Discovered(List<String> paths, List<String> notes) {
    public Discovered {
        paths = List.copyOf(paths);
        notes = List.copyOf(notes);
    }
}
