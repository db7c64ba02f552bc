package io.quartermaster.server.http;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of every list, as they arrive. A resource takes them as a bean parameter and calls {@link #toPaging}.
 *
 * <p>They may also be sent with a prefix ({@code pq.queryString}) and in any case: older clients do.
 */
public class PagingParameters {
    @Parameter(description = "Which rows, in the query language: ClientMachine -contains \"web\" AND Status -eq 2")
    @QueryParam("QueryString")
    @Nullable
    String queryString;

    @Parameter(description = "Which page, from 1 (the default). A page past the end is an empty list.")
    @QueryParam("PageReturned")
    @Nullable
    Integer pageReturned;

    @Parameter(description = "Rows per page, 50 unless given; more than 10,000 gives 10,000.")
    @QueryParam("ReturnLimit")
    @Nullable
    Integer returnLimit;

    @Parameter(description = "The field to sort by. Each list has its own default.")
    @QueryParam("SortField")
    @Nullable
    String sortField;

    @Parameter(description = "0 (the default) sorts ascending, 1 descending, whatever the name says.")
    @QueryParam("SortAscending")
    @Nullable
    Integer sortAscending;

    @Parameter(description = "Rows to pass over, in addition to those of the pages before. None unless given.")
    @QueryParam("SkipCount")
    @Nullable
    Integer skipCount;

    /** @throws CommandException MALFORMED for a number out of its range, naming the parameter */
    public Paging toPaging() {
        long page = atLeast(1, "PageReturned", pageReturned, 1);
        long limit = Math.min(atLeast(1, "ReturnLimit", returnLimit, Paging.LIMIT_DEFAULT), Paging.LIMIT_MAX);
        long skip = atLeast(0, "SkipCount", skipCount, 0);
        return new Paging(
                queryString == null ? "" : queryString,
                (page - 1) * limit + skip,
                (int) limit,
                sortField == null || sortField.isBlank() ? null : sortField.strip(),
                isDescending());
    }

    // The name misleads, and clients rely on it: 0 is ascending and 1 is descending.
    private boolean isDescending() {
        int direction = sortAscending == null ? 0 : sortAscending;
        if (direction != 0 && direction != 1) {
            throw new CommandException(
                    ErrorKind.MALFORMED,
                    "SortAscending must be 0 (ascending) or 1 (descending); this request has " + direction + ".");
        }
        return direction == 1;
    }

    private static int atLeast(int least, String name, @Nullable Integer value, int absent) {
        if (value == null) {
            return absent;
        }
        if (value < least) {
            throw new CommandException(
                    ErrorKind.MALFORMED, name + " must be " + least + " or more; this request has " + value + ".");
        }
        return value;
    }
}
