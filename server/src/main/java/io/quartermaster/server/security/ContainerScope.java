package io.quartermaster.server.security;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** For whose certificate stores a caller may do something. Made for SQL: either no condition, or a set of container ids. */
public sealed interface ContainerScope {
    /** Every store, those in no container included. */
    record All() implements ContainerScope {}

    /**
     * The stores in these containers, and not those in no container.
     *
     * @param ids may be empty: then no store at all
     */
    record Only(Set<Integer> ids) implements ContainerScope {
        public Only {
            ids = Set.copyOf(ids);
        }
    }

    /** @param containerId null for a store in no container */
    default boolean includes(@Nullable Integer containerId) {
        return switch (this) {
            case All() -> true;
            case Only(var ids) -> containerId != null && ids.contains(containerId);
        };
    }

    /** Whether not one store is in it. */
    default boolean isEmpty() {
        return this instanceof Only(var ids) && ids.isEmpty();
    }
}
