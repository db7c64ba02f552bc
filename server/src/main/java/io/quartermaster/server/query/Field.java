package io.quartermaster.server.query;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One field of a {@link FieldSet}.
 *
 * @param name as shown in messages
 * @param owner the table that the expressions are of; null for the table of the rows
 * @param rows other rows that point at the row and whose columns the expressions are of; null where there are none
 * @param sql what the field is in SQL: of a {@link FieldType#NUMBERED_NAME} its number, of a {@link FieldType#JOB_TYPE}
 *     the full name
 * @param secondSql of a {@link FieldType#NUMBERED_NAME} its name, of a {@link FieldType#JOB_TYPE} the generic kind
 * @param names of a {@link FieldType#ENUM}: name in lower case to number
 * @param numbers of a {@link FieldType#ENUM}: every number there is, with its name as shown, or "" without one
 */
record Field(
        String name,
        FieldType type,
        @Nullable FieldOwner owner,
        @Nullable FieldRows rows,
        String sql,
        @Nullable String secondSql,
        Map<String, Integer> names,
        Map<Integer, String> numbers) {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_.]*");

    Field {
        sql = expression(sql);
        secondSql = secondSql == null ? null : expression(secondSql);
        if ((secondSql != null)
                != Set.of(FieldType.JOB_TYPE, FieldType.NUMBERED_NAME).contains(type)) {
            throw new IllegalArgumentException(name + ": a " + type + " has not this number of expressions");
        }
    }

    /** Of a type that has two expressions. */
    String second() {
        if (secondSql == null) {
            throw new IllegalStateException(name + " has one expression only");
        }
        return secondSql;
    }

    String numbersWithNames() {
        return numbers.entrySet().stream()
                .map(entry -> entry.getValue().isEmpty()
                        ? entry.getKey().toString()
                        : entry.getKey() + " (" + entry.getValue() + ")")
                .collect(Collectors.joining(", "));
    }

    /** Text compares and sorts without regard to case. */
    String sortSql() {
        String value = owner == null ? sql : owner.value(sql);
        return switch (type) {
            case TEXT, USER, JOB_TYPE -> "lower(" + value + ")";
            case DATE, INTEGER, BOOLEAN, ENUM, GUID, NUMBERED_NAME -> value;
            case TEXT_SET -> throw new IllegalStateException(name + " is a set and has no order");
        };
    }

    private static String expression(String sql) {
        if (sql.isBlank() || sql.contains("?") || sql.contains(":")) {
            throw new IllegalArgumentException(
                    "The statement would take ? and : for parameters; write CAST(a AS b) instead of a::b: " + sql);
        }
        return PLAIN.matcher(sql).matches() ? sql : "(" + sql + ")";
    }
}
