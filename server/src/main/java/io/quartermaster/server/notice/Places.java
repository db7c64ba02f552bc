package io.quartermaster.server.notice;

import io.quartermaster.server.http.Cursor;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where the lists of this package go on: each has one order and no query, and an id tells its rows apart. */
final class Places {
    private Places() {}

    static String text(String list, UUID last) {
        return new Cursor(list, "", "").text(List.of(last.toString()));
    }

    /** Null at the start of a list. */
    static @Nullable UUID read(String list, @Nullable String after) {
        if (after == null) {
            return null;
        }
        String value = new Cursor(list, "", "").read(after).getFirst();
        return value == null ? null : UUID.fromString(value);
    }
}
