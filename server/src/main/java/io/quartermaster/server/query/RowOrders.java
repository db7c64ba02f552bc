package io.quartermaster.server.query;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The orders in which a list can be read from any row on: those that an index has. Immutable; safe for many threads.
 *
 * <pre>{@code
 * static final RowOrders SCHEDULED = RowOrders.of("-Requested", "j.id", PlaceType.GUID)
 *         .unique("Id")
 *         .opposite("j.requested_at", PlaceType.MOMENT, "Requested")   // index (requested_at DESC, id)
 *         .by("j.next_run", PlaceType.MOMENT, "NextRun")               // index (next_run, id)
 *         .build();
 * }</pre>
 */
public final class RowOrders {
    private final String first;
    private final Map<String, Sort> sorts;

    private RowOrders(Builder builder) {
        this.first = builder.first;
        this.sorts = new LinkedHashMap<>(builder.sorts);
    }

    /**
     * @param first the order of a request that names none
     * @param tieSql tells rows of the same value apart; the second column of each index
     */
    public static Builder of(String first, String tieSql, PlaceType tieType) {
        return new Builder(first, tieSql, tieType);
    }

    /**
     * @param sort a name in any case, with {@code -} before it for descending; null or blank for the order of the list
     * @throws CommandException SORT_FIELD for one that has no index; the message names those that have
     */
    public RowOrder read(@Nullable String sort) {
        String asked = sort == null || sort.isBlank() ? first : sort.strip();
        boolean descending = asked.startsWith("-");
        Sort known = sorts.get(folded(descending ? asked.substring(1) : asked));
        if (known == null) {
            throw new CommandException(
                    ErrorKind.SORT_FIELD,
                    "Sort must be one of %s, with - before it for descending; this request has %s."
                            .formatted(names(), QueryError.quoted(asked)));
        }
        return new RowOrder(known, descending);
    }

    private String names() {
        return sorts.values().stream().map(Sort::name).collect(Collectors.joining(", "));
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /**
     * @param nullable some rows have no value
     * @param tiesOpposite the index has the second column in the direction opposite to the first
     */
    record Sort(
            String name,
            String sql,
            PlaceType type,
            boolean nullable,
            String tieSql,
            PlaceType tieType,
            boolean tiesOpposite) {

        /** No two rows have the same value. */
        boolean unique() {
            return sql.equals(tieSql);
        }
    }

    /** Gathers the orders; each method takes the first column of an index and then the name. */
    public static final class Builder {
        private final String first;
        private final String tieSql;
        private final PlaceType tieType;
        private final Map<String, Sort> sorts = new LinkedHashMap<>();

        private Builder(String first, String tieSql, PlaceType tieType) {
            this.first = first;
            this.tieSql = tieSql;
            this.tieType = tieType;
        }

        /** By what tells rows apart. */
        public Builder unique(String name) {
            return by(tieSql, tieType, name);
        }

        public Builder by(String sql, PlaceType type, String name) {
            return add(sql, type, name, false, false);
        }

        /** Where some rows have no value. */
        public Builder nullable(String sql, PlaceType type, String name) {
            return add(sql, type, name, true, false);
        }

        /** By an index whose second column has the opposite direction. */
        public Builder opposite(String sql, PlaceType type, String name) {
            return add(sql, type, name, false, true);
        }

        private Builder add(String sql, PlaceType type, String name, boolean nullable, boolean tiesOpposite) {
            if (sorts.put(folded(name), new Sort(name, sql, type, nullable, tieSql, tieType, tiesOpposite)) != null) {
                throw new IllegalArgumentException(name + " is the name of two orders");
            }
            return this;
        }

        public RowOrders build() {
            RowOrders orders = new RowOrders(this);
            orders.read(first);
            return orders;
        }
    }
}
