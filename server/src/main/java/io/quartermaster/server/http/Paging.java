package io.quartermaster.server.http;

import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is asked for, checked.
 *
 * @param query in the query language; empty for all rows
 * @param offset rows to pass over from the start of the sorted list
 * @param limit rows to give at most, 1 to {@link #LIMIT_MAX}
 * @param sortField as the sender spelled it; null for the order of the endpoint
 * @param descending the direction of {@code sortField}
 */
public record Paging(
        String query, long offset, int limit, @Nullable String sortField, boolean descending) {
    /** Whoever asks for more gets this many, without a complaint: clients ask for all by asking for very many. */
    public static final int LIMIT_MAX = 10_000;

    public static final int LIMIT_DEFAULT = 50;
}
