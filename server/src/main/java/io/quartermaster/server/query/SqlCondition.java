package io.quartermaster.server.query;

import java.util.Map;

/**
 * The last step: a condition to stand behind WHERE or AND.
 *
 * <p>It counts on rows where it is true; it may be false or unknown for the others, so it must not be negated.
 *
 * @param sql one expression that needs no parentheses around it, with named parameters {@code :q0}, {@code :q1}, ...; the statement around it
 *     has no parameters of such names
 * @param bindings parameter name without colon to value: String, Long, Boolean, UUID or OffsetDateTime
 */
public record SqlCondition(String sql, Map<String, Object> bindings) {
    private static final SqlCondition ALL = new SqlCondition("(TRUE)", Map.of());

    public SqlCondition {
        bindings = Map.copyOf(bindings);
    }

    /** True for every row. */
    public static SqlCondition all() {
        return ALL;
    }
}
