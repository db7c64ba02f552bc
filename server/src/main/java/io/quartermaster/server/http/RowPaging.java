package io.quartermaster.server.http;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.query.RowOrder;
import io.quartermaster.server.query.RowPlace;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is asked for that is read from row to row, checked.
 *
 * @param list its name, for the cursor
 * @param query in the query language; empty for all rows
 * @param after the page begins behind this place; null for the start of the list
 * @param limit rows to give at most, 1 to {@link CursorParameters#LIMIT_MAX}
 */
public record RowPaging(
        String list, String query, RowOrder order, @Nullable RowPlace after, int limit) {

    /**
     * @param after what an answer had as {@code Next}; null for the start of the list
     * @throws CommandException MALFORMED for a cursor of another list, sort or query, or one that was changed
     */
    public static RowPaging of(String list, String query, RowOrder order, @Nullable String after, int limit) {
        return new RowPaging(list, query, order, after == null ? null : place(list, query, order, after), limit);
    }

    private static RowPlace place(String list, String query, RowOrder order, String after) {
        List<@Nullable String> values = cursor(list, query, order).read(after);
        if (values.size() != 2) {
            throw Cursor.unreadable();
        }
        RowPlace place = new RowPlace(values.getFirst(), values.getLast());
        if (!order.has(place)) {
            throw Cursor.unreadable();
        }
        return place;
    }

    /** What the answer has as {@code Next}. */
    public @Nullable String next(@Nullable RowPlace place) {
        return place == null ? null : cursor(list, query, order).text(Arrays.asList(place.value(), place.tie()));
    }

    private static Cursor cursor(String list, String query, RowOrder order) {
        return new Cursor(list, order.text(), query);
    }
}
