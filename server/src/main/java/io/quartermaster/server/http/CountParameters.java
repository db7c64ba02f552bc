package io.quartermaster.server.http;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** The parameters of requests that count rows, as they arrive. */
public class CountParameters {
    public static final int MAX_DEFAULT = 10_000;
    public static final int MAX_LIMIT = 100_000;

    @Parameter(description = "Which rows, in the query language; all without it")
    @QueryParam("Query")
    @Nullable
    String query;

    @Parameter(description = "Counting stops there, 1 to 100,000; 10,000 unless given.")
    @QueryParam("Max")
    @Nullable
    Integer max;

    /** "" for all rows. */
    public String query() {
        return query == null ? "" : query.strip();
    }

    /** @throws CommandException MALFORMED */
    public int toMax() {
        if (max == null) {
            return MAX_DEFAULT;
        }
        if (max < 1 || max > MAX_LIMIT) {
            throw new CommandException(
                    ErrorKind.MALFORMED, "Max must be 1 to " + MAX_LIMIT + "; this request has " + max + ".");
        }
        return max;
    }
}
