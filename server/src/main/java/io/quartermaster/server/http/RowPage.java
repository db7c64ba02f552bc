package io.quartermaster.server.http;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list that is read from row to row.
 *
 * @param next where the list goes on, for {@code After}; null at its end
 */
public record RowPage<T>(List<T> items, @Nullable String next) {

    /** The same page with each row in another form. */
    public <R> RowPage<R> map(Function<? super T, ? extends R> form) {
        return new RowPage<>(items.stream().<R>map(form).toList(), next);
    }
}
