package io.quartermaster.server.job;

/**
 * How many rows fit.
 *
 * @param capped there are more; it was not counted how many
 */
public record RowCount(long count, boolean capped) {
    /** @param found rows that were found by somebody who stopped after one more than {@code max} */
    static RowCount of(long found, int max) {
        return new RowCount(Math.min(found, max), found > max);
    }
}
