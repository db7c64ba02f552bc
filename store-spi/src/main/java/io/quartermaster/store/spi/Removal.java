package io.quartermaster.store.spi;

import java.util.Map;

/**
 * What is taken out of a store.
 *
 * @param alias the name of the entry as an inventory has it; compared without case
 * @param parameters entry parameters of the store type, by name
 */
public record Removal(String alias, Map<String, String> parameters) {
    public Removal {
        parameters = Map.copyOf(parameters);
    }

    /** Without parameters. */
    public Removal(String alias) {
        this(alias, Map.of());
    }
}
