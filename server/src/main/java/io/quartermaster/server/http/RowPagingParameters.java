package io.quartermaster.server.http;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.query.RowOrders;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** The parameters of lists that are read from row to row, searched and sorted, as they arrive. */
public class RowPagingParameters extends CursorParameters {
    @Parameter(description = "Which rows, in the query language: Agent -contains \"web\" AND JobType -eq \"Inventory\"")
    @QueryParam("Query")
    @Nullable
    String query;

    @Parameter(description = "The field to sort by, with - before it for descending. Each list has its own default.")
    @QueryParam("Sort")
    @Nullable
    String sort;

    /**
     * @param list its name
     * @throws CommandException MALFORMED for a number out of its range and for a cursor of another list, sort or query;
     *     SORT_FIELD
     */
    public RowPaging toPaging(String list, RowOrders orders) {
        return RowPaging.of(list, query == null ? "" : query.strip(), orders.read(sort), after(), toLimit());
    }
}
