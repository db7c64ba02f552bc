package io.quartermaster.server.http;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where lists go on that have only one order: each has one order and no query, and one value tells its rows apart. */
public final class Cursors {
    private Cursors() {}

    /** @param list its name; of a list of one object with its id */
    public static String text(String list, Object last) {
        return new Cursor(list, "", "").text(List.of(last.toString()));
    }

    /** Null at the start of a list. */
    public static @Nullable UUID guid(String list, @Nullable String after) {
        if (after == null) {
            return null;
        }
        try {
            return UUID.fromString(value(list, after));
        } catch (IllegalArgumentException e) {
            throw Cursor.unreadable();
        }
    }

    /** 0 at the start of a list. */
    public static long number(String list, @Nullable String after) {
        try {
            return after == null ? 0 : Long.parseLong(value(list, after));
        } catch (NumberFormatException e) {
            throw Cursor.unreadable();
        }
    }

    private static String value(String list, String after) {
        List<@Nullable String> place = new Cursor(list, "", "").read(after);
        String value = place.size() == 1 ? place.getFirst() : null;
        if (value == null) {
            throw Cursor.unreadable();
        }
        return value;
    }
}
