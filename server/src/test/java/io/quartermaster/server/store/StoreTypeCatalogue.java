package io.quartermaster.server.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A list of store types as the published ones are structured, with types that nobody has: every combination of operations, of
 * what is forbidden or required, of passwords and of flags, every form of a path, of properties and of entry parameters,
 * members left out, and members that only people read.
 */
final class StoreTypeCatalogue {
    static final int SIZE = 56;

    private StoreTypeCatalogue() {}

    static List<JsonNode> types() {
        try (InputStream file = StoreTypeCatalogue.class.getResourceAsStream("store_types.json")) {
            List<JsonNode> types = new ArrayList<>();
            new JsonMapper().readTree(Objects.requireNonNull(file)).forEach(types::add);
            return types;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
