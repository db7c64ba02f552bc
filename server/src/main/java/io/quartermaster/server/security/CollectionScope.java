package io.quartermaster.server.security;

import java.util.Set;

/** For which certificate collections a caller may do something. */
public sealed interface CollectionScope {
    /** Every certificate, whether a collection has it or not. */
    record All() implements CollectionScope {}

    /** @param ids may be empty: then no collection at all */
    record Only(Set<Integer> ids) implements CollectionScope {
        public Only {
            ids = Set.copyOf(ids);
        }
    }

    default boolean includes(int collectionId) {
        return switch (this) {
            case All() -> true;
            case Only(var ids) -> ids.contains(collectionId);
        };
    }

    /** Whether not one collection is in it. */
    default boolean isEmpty() {
        return this instanceof Only(var ids) && ids.isEmpty();
    }
}
