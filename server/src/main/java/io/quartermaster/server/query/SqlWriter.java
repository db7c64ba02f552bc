package io.quartermaster.server.query;

import io.quartermaster.server.time.WrittenTime;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes conditions as SQL of PostgreSQL 15 with bound values. No value ever becomes part of the text. One query only.
 *
 * <p>Equality of text is {@code lower(x) = lower(value)}, so that an index on {@code lower(x)} serves it. The other
 * comparisons of text use functions instead of LIKE: there a value would have to be escaped, and a backslash in the
 * statement has a meaning of its own for the library that finds the parameters.
 */
final class SqlWriter {
    private final Map<String, Object> bindings = new HashMap<>();

    SqlCondition finish(String sql) {
        return new SqlCondition(sql, bindings);
    }

    String write(Field field, Operator operator, TypedValue value) {
        if (field.rows() != null) {
            return ofRows(field, field.rows(), operator, value);
        }
        String condition = condition(field, operator, value);
        return field.owner() == null ? condition : field.owner().rowsWhere(condition);
    }

    /** As of a set of values: {@code -ne} and {@code -notcontains} are true where none of the rows fits. */
    private String ofRows(Field field, FieldRows rows, Operator operator, TypedValue value) {
        if (value instanceof TypedValue.Null) {
            return rows.exist(operator == Operator.NE, field.sql() + " IS NOT NULL");
        }
        return switch (operator) {
            case NE -> rows.exist(false, condition(field, Operator.EQ, value));
            case NOTCONTAINS -> rows.exist(false, condition(field, Operator.CONTAINS, value));
            case EQ, LT, LE, GT, GE, CONTAINS, STARTSWITH, ENDSWITH ->
                rows.exist(true, condition(field, operator, value));
        };
    }

    private String condition(Field field, Operator operator, TypedValue value) {
        return switch (value) {
            case TypedValue.Null() -> isNull(field, operator);
            case TypedValue.Text(String text) -> text(field, operator, text);
            case TypedValue.Whole(long number) -> plain(field.sql(), operator, bind(number));
            case TypedValue.Truth(boolean truth) -> plain(field.sql(), operator, bind(truth));
            case TypedValue.Guid(var guid) -> plain(field.sql(), operator, bind(guid));
            case TypedValue.Time(WrittenTime time) -> time(field.sql(), operator, time);
        };
    }

    private static String isNull(Field field, Operator operator) {
        boolean without = operator == Operator.EQ;
        if (field.type() == FieldType.TEXT_SET) {
            // An empty set is how a row has no value there.
            return "(coalesce(cardinality(%s), 0) %s 0)".formatted(field.sql(), without ? "=" : ">");
        }
        return "(%s IS %s)".formatted(field.sql(), without ? "NULL" : "NOT NULL");
    }

    private String text(Field field, Operator operator, String text) {
        return switch (field.type()) {
            case TEXT_SET -> set(field.sql(), operator, text);
            case JOB_TYPE -> jobType(field, operator, text);
            case NUMBERED_NAME -> compare(field.second(), operator, text);
            case TEXT, USER, DATE, INTEGER, BOOLEAN, ENUM, GUID -> compare(field.sql(), operator, text);
        };
    }

    /** Unknown without a value, except for -ne and -notcontains, which are true then. */
    private String compare(String sql, Operator operator, String text) {
        return switch (operator) {
            case NE -> "(lower(%s) IS DISTINCT FROM lower(%s))".formatted(sql, bind(text));
            case NOTCONTAINS -> "(%s IS NULL OR NOT %s)".formatted(sql, fits(sql, Operator.CONTAINS, text));
            case EQ, CONTAINS, STARTSWITH, ENDSWITH -> fits(sql, operator, text);
            case LT, LE, GT, GE -> throw new IllegalStateException("text has no order here");
        };
    }

    private String fits(String sql, Operator operator, String text) {
        String value = bind(text);
        return switch (operator) {
            case EQ -> "(lower(%s) = lower(%s))".formatted(sql, value);
            case CONTAINS -> "(strpos(lower(%s), lower(%s)) > 0)".formatted(sql, value);
            case STARTSWITH -> "starts_with(lower(%s), lower(%s))".formatted(sql, value);
            case ENDSWITH -> "(right(lower(%1$s), char_length(lower(%2$s))) = lower(%2$s))".formatted(sql, value);
            case NE, NOTCONTAINS, LT, LE, GT, GE -> throw new IllegalStateException(operator.word());
        };
    }

    private String set(String sql, Operator operator, String text) {
        return switch (operator) {
            case NE -> "(NOT %s)".formatted(set(sql, Operator.EQ, text));
            case NOTCONTAINS -> "(NOT %s)".formatted(set(sql, Operator.CONTAINS, text));
            case EQ, CONTAINS, STARTSWITH, ENDSWITH ->
                "EXISTS (SELECT 1 FROM unnest(%s) AS q_member (q_text) WHERE %s)"
                        .formatted(sql, fits("q_member.q_text", operator, text));
            case LT, LE, GT, GE -> throw new IllegalStateException(operator.word());
        };
    }

    private String jobType(Field field, Operator operator, String text) {
        return switch (operator) {
            case EQ ->
                "(lower(%1$s) = lower(%3$s) OR lower(%2$s) = lower(%3$s))"
                        .formatted(field.sql(), field.second(), bind(text));
            case NE ->
                "(lower(%1$s) IS DISTINCT FROM lower(%3$s) AND lower(%2$s) IS DISTINCT FROM lower(%3$s))"
                        .formatted(field.sql(), field.second(), bind(text));
            case CONTAINS, NOTCONTAINS, STARTSWITH, ENDSWITH, LT, LE, GT, GE -> compare(field.sql(), operator, text);
        };
    }

    /**
     * A day is its midnight for the comparisons of size, so that {@code LastSeen -gt "%TODAY-1%"} is true since yesterday
     * began; for equality it is the whole day, as hardly anything happens at midnight exactly.
     */
    private String time(String sql, Operator operator, WrittenTime time) {
        boolean equality = operator == Operator.EQ || operator == Operator.NE;
        if (!equality || !(time instanceof WrittenTime.Day day)) {
            return plain(sql, operator, bind(time.instant()));
        }
        String start = bind(day.instant());
        String end = bind(day.end());
        return operator == Operator.EQ
                ? "(%1$s >= %2$s AND %1$s < %3$s)".formatted(sql, start, end)
                : "(%1$s IS NULL OR %1$s < %2$s OR %1$s >= %3$s)".formatted(sql, start, end);
    }

    private static String plain(String sql, Operator operator, String value) {
        String symbol = switch (operator) {
            case EQ -> "=";
            case NE -> "IS DISTINCT FROM";
            case LT -> "<";
            case LE -> "<=";
            case GT -> ">";
            case GE -> ">=";
            case CONTAINS, NOTCONTAINS, STARTSWITH, ENDSWITH -> throw new IllegalStateException(operator.word());
        };
        return "(%s %s %s)".formatted(sql, symbol, value);
    }

    private String bind(Instant instant) {
        return bind((Object) instant.atOffset(ZoneOffset.UTC));
    }

    private String bind(Object value) {
        String name = "q" + bindings.size();
        bindings.put(name, value);
        return ":" + name;
    }
}
