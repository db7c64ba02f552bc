package io.quartermaster.server.query;

import org.jspecify.annotations.Nullable;

/**
 * The place of a row in a sorted list, behind which a page begins. It stays where it is when rows come and go, also the
 * row itself.
 *
 * @param value what the row is sorted by; null for a row that has no value there
 * @param tie tells rows of the same value apart; null for the place behind all of them
 */
public record RowPlace(@Nullable String value, @Nullable String tie) {

    /**
     * Where the page after a row begins, with the row that follows it now: where that one has another value, nothing has
     * to be looked for among the equal ones.
     *
     * @param value of the row, as the driver gives it; so too the others
     */
    public static RowPlace between(@Nullable Object value, Object tie, @Nullable Object nextValue) {
        String text = text(value);
        boolean nextIsEqual = text == null ? nextValue == null : text.equals(text(nextValue));
        return new RowPlace(text, nextIsEqual ? PlaceType.text(tie) : null);
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : PlaceType.text(value);
    }
}
