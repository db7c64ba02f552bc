package io.quartermaster.server.query;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

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
    /** No text of a condition has a colon but before a parameter: see {@link Field}. */
    private static final Pattern PARAMETER = Pattern.compile(":((?:[a-z]\\w*_)?q\\d+)");

    private static final SqlCondition ALL = new SqlCondition("(TRUE)", Map.of());

    public SqlCondition {
        bindings = Map.copyOf(bindings);
    }

    /** The same with other parameter names, so that several conditions fit into one statement: {@code :a_q0}. */
    public SqlCondition under(String prefix) {
        Map<String, Object> renamed = new HashMap<>();
        bindings.forEach((name, value) -> renamed.put(prefix + "_" + name, value));
        return new SqlCondition(PARAMETER.matcher(sql).replaceAll(":" + prefix + "_$1"), renamed);
    }

    /** True where both are. Their parameters must have different names: {@link #under}. */
    public SqlCondition and(SqlCondition other) {
        Map<String, Object> both = new HashMap<>(bindings);
        both.putAll(other.bindings);
        return new SqlCondition("(" + sql + " AND " + other.sql + ")", both);
    }

    /** True for every row. */
    public static SqlCondition all() {
        return ALL;
    }
}
