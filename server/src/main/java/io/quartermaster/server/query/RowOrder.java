package io.quartermaster.server.query;

import io.quartermaster.server.query.RowOrders.Sort;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A sort of a list, with its direction: the order of an index, read forwards or backwards. Rows without a value stand
 * last in ascending order and first in descending order.
 *
 * <h2>Why a page is read in parts</h2>
 *
 * What follows a place is: the rest of the rows of the same value, then those of later values, then those that have none.
 * As one condition (with OR, or with a comparison of rows where the directions differ) PostgreSQL would walk the index
 * from the beginning of the equal rows on, and a single call can give a million jobs the same time of request. Each part
 * alone is one range of the index. Nearly always the first part fills the page: {@link RowPlace#between} leaves out the
 * first one where it has no more rows.
 */
public final class RowOrder {
    private final Sort sort;
    private final boolean descending;

    RowOrder(Sort sort, boolean descending) {
        this.sort = sort;
        this.descending = descending;
    }

    /** As a request writes it: {@code -Requested}. */
    public String text() {
        return (descending ? "-" : "") + sort.name();
    }

    /** Two columns of a row, {@code place} and {@code tie}, for {@link RowPlace#between}. */
    public String columns() {
        return sort.sql() + " AS place, " + sort.tieSql() + " AS tie";
    }

    /** What follows a place, or everything: to be read one after the other until there are enough rows. */
    public List<RowRange> from(@Nullable RowPlace place) {
        if (place == null) {
            return List.of(range("(TRUE)", Map.of()));
        }
        List<RowRange> ranges = new ArrayList<>();
        if (place.tie() != null) {
            ranges.add(equalOnes(place.value(), place.tie()));
        }
        if (place.value() != null) {
            ranges.add(range(
                    "(%s %s :place)".formatted(sort.sql(), descending ? "<" : ">"),
                    Map.of("place", sort.type().bound(place.value()))));
            if (sort.nullable() && !descending) {
                ranges.add(range("(%s IS NULL)".formatted(sort.sql()), Map.of()));
            }
        } else if (descending) {
            ranges.add(range("(%s IS NOT NULL)".formatted(sort.sql()), Map.of()));
        }
        return ranges;
    }

    private RowRange equalOnes(@Nullable String value, String tie) {
        Map<String, Object> bindings = new HashMap<>();
        bindings.put("tie", sort.tieType().bound(tie));
        String equal = "%s IS NULL";
        if (value != null) {
            bindings.put("place", sort.type().bound(value));
            equal = "%s = :place";
        }
        return range(
                "(%s AND %s %s :tie)".formatted(equal.formatted(sort.sql()), sort.tieSql(), tiesDescend() ? "<" : ">"),
                bindings);
    }

    /** Whether a place can be one of this order; false for texts that it did not make. */
    public boolean has(RowPlace place) {
        try {
            if (place.value() == null && !sort.nullable()) {
                return false;
            }
            Optional.ofNullable(place.value()).ifPresent(sort.type()::bound);
            Optional.ofNullable(place.tie()).ifPresent(sort.tieType()::bound);
            return true;
        } catch (IllegalArgumentException | DateTimeException e) {
            return false;
        }
    }

    private RowRange range(String condition, Map<String, Object> bindings) {
        String first = sort.sql() + (descending ? " DESC" : " ASC");
        return new RowRange(
                new SqlCondition(condition, bindings),
                sort.unique() ? first : first + ", " + sort.tieSql() + (tiesDescend() ? " DESC" : " ASC"));
    }

    private boolean tiesDescend() {
        return descending != sort.tiesOpposite();
    }
}
