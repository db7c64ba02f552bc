package io.quartermaster.server.http;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** The parameters of lists that are read from row to row and have no page numbers, as they arrive. */
public class CursorParameters {
    public static final int LIMIT_DEFAULT = 100;
    public static final int LIMIT_MAX = 1_000;

    @Parameter(description = "Rows at most, 1 to 1,000; 100 unless given.")
    @QueryParam("Limit")
    @Nullable
    Integer limit;

    @Parameter(description = "Next of the answer before; the list begins at its start without it.")
    @QueryParam("After")
    @Nullable
    String after;

    /** @throws CommandException MALFORMED */
    public int toLimit() {
        if (limit == null) {
            return LIMIT_DEFAULT;
        }
        if (limit < 1 || limit > LIMIT_MAX) {
            throw new CommandException(
                    ErrorKind.MALFORMED, "Limit must be 1 to " + LIMIT_MAX + "; this request has " + limit + ".");
        }
        return limit;
    }

    /** Null at the start of the list. */
    public @Nullable String after() {
        return after == null || after.isBlank() ? null : after.strip();
    }
}
