package io.quartermaster.server.query;

/**
 * Another table that a row points at, and whose columns are fields of the row: the agent of a job. Every row has exactly one
 * there.
 *
 * <p>A condition is asked of that table first, which is small or has an index, and the rows are found by what they point
 * with; a subselect in the condition itself would be run for each row.
 *
 * @param reference what points: {@code j.agent_id}
 * @param table with the name its columns have here: {@code agent g}
 * @param key what is pointed at: {@code g.id}
 */
public record FieldOwner(String reference, String table, String key) {
    /** Of one row; for ORDER BY. */
    String value(String column) {
        return "(SELECT %s FROM %s WHERE %s = %s)".formatted(column, table, key, reference);
    }

    String rowsWhere(String condition) {
        return "(%s IN (SELECT %s FROM %s WHERE %s))".formatted(reference, key, table, condition);
    }
}
