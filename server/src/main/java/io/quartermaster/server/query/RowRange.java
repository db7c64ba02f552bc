package io.quartermaster.server.query;

/**
 * A part of a sorted list that an index can be read along.
 *
 * @param condition to stand behind WHERE or AND; its parameters are {@code :place} and {@code :tie}
 * @param orderBy what stands behind ORDER BY
 */
public record RowRange(SqlCondition condition, String orderBy) {}
