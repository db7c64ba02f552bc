package io.quartermaster.server.job;

import static io.quartermaster.server.error.ErrorKind.SELECTION;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.http.IdList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Requests that select by a list or by a query: exactly one of the two, so that nothing is done by mistake. */
final class Either {
    private Either() {}

    /**
     * @param listName as in the request
     * @param ids null or empty when not given
     * @param query null or blank when not given; a blank query never means everything
     * @throws CommandException SELECTION when both or none is given, MALFORMED for a list that is too long or has a null
     */
    static <I, S> S listOrQuery(
            String listName,
            @Nullable List<@Nullable I> ids,
            @Nullable String query,
            Function<List<I>, ? extends S> byId,
            Function<String, ? extends S> byQuery) {
        boolean byList = ids != null && !ids.isEmpty();
        boolean bySearch = query != null && !query.isBlank();
        if (byList == bySearch) {
            throw new CommandException(
                    SELECTION,
                    "Send either " + listName + " or Query; this request has " + (byList ? "both." : "neither."));
        }
        return ids != null && byList
                ? byId.apply(List.copyOf(IdList.read(listName, ids, "job", JobSelection.IDS_MAX)))
                : byQuery.apply(String.valueOf(query));
    }
}
