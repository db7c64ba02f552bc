package io.quartermaster.server.http;

import java.util.AbstractList;
import java.util.List;
import java.util.function.Function;

/**
 * One page of a list and how many rows the whole list has. On the wire it is an array, and the total stands in a header.
 *
 * <p>Immutable.
 */
public final class Page<T> extends AbstractList<T> {
    private final List<T> rows;
    private final long total;

    /**
     * @param rows those of the page, in order; none when the page lies past the end
     * @param total all rows that match the query and that the caller may see, before paging
     */
    public Page(List<T> rows, long total) {
        this.rows = List.copyOf(rows);
        this.total = total;
    }

    public long total() {
        return total;
    }

    /** The same page with each row in another form. */
    public <R> Page<R> map(Function<? super T, ? extends R> form) {
        return new Page<>(rows.stream().<R>map(form).toList(), total);
    }

    @Override
    public T get(int index) {
        return rows.get(index);
    }

    @Override
    public int size() {
        return rows.size();
    }
}
