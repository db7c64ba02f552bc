package io.quartermaster.server.query;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.query.Query.Condition;
import io.quartermaster.server.time.WrittenTime;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Gives the value of a condition the meaning that the type of its field has. Safe for many threads. */
final class ValueReader {
    /** How far {@code %TODAY-n%} and {@code %TODAY+n%} reach: about a hundred years. */
    static final int TODAY_DAYS_MAX = 36_500;

    private static final Pattern WHOLE_NUMBER = Pattern.compile("[+-]?\\d+");
    private static final Pattern TODAY = Pattern.compile("(?i)%TODAY(?:([+-])(\\d{1,9}))?%");

    private final QueryContext context;

    ValueReader(QueryContext context) {
        this.context = context;
    }

    TypedValue read(Condition condition, Field field) {
        if (!(condition.value() instanceof Query.Value.Text(String text))) {
            return new TypedValue.Null();
        }
        String word = text.strip();
        return switch (field.type()) {
            case TEXT, TEXT_SET, JOB_TYPE -> new TypedValue.Text(text);
            case USER -> new TypedValue.Text(user(text));
            case DATE -> new TypedValue.Time(time(condition, field, word));
            case INTEGER -> new TypedValue.Whole(number(condition, field, word));
            case BOOLEAN -> new TypedValue.Truth(truth(condition, field, word));
            case GUID -> new TypedValue.Guid(guid(condition, field, word));
            case ENUM -> new TypedValue.Whole(listed(condition, field, word));
            case NUMBERED_NAME -> numberOrName(condition, field, text);
        };
    }

    private String user(String text) {
        return switch (text.toUpperCase(Locale.ROOT)) {
            case "%ME%" -> context.callerName();
            case "%ME-AN%" -> context.callerAccount();
            default -> text;
        };
    }

    private WrittenTime time(Condition condition, Field field, String word) {
        Matcher today = TODAY.matcher(word);
        Optional<WrittenTime> time = today.matches() ? Optional.of(day(condition, today)) : WrittenTime.read(word);
        return time.orElseThrow(() -> wrong(
                condition,
                "a date for %s (2026-01-31, 2026-01-31T10:00:00Z, 01/31/2026 or %%TODAY-7%%)".formatted(field.name()),
                word));
    }

    private WrittenTime day(Condition condition, Matcher today) {
        LocalDate date = context.now().atOffset(ZoneOffset.UTC).toLocalDate();
        if (today.group(2) == null) {
            return new WrittenTime.Day(date);
        }
        int days = Integer.parseInt(today.group(2));
        if (days > TODAY_DAYS_MAX) {
            throw wrong(condition, "at most %d days around %%TODAY%%".formatted(TODAY_DAYS_MAX), today.group());
        }
        return new WrittenTime.Day(date.plusDays(today.group(1).equals("-") ? -days : days));
    }

    private static long number(Condition condition, Field field, String word) {
        if (!WHOLE_NUMBER.matcher(word).matches()) {
            throw wrong(condition, "a whole number for " + field.name(), word);
        }
        try {
            return Long.parseLong(word);
        } catch (NumberFormatException e) {
            String range = "a number from %d to %d for %s".formatted(Long.MIN_VALUE, Long.MAX_VALUE, field.name());
            throw wrong(condition, range, word);
        }
    }

    private static boolean truth(Condition condition, Field field, String word) {
        if (word.equalsIgnoreCase("true") || word.equalsIgnoreCase("false")) {
            return word.equalsIgnoreCase("true");
        }
        throw wrong(condition, "true or false for " + field.name(), word);
    }

    private static UUID guid(Condition condition, Field field, String word) {
        return WrittenGuid.read(word)
                .orElseThrow(() -> wrong(
                        condition, "a GUID for %s (8-4-4-4-12 hexadecimal digits)".formatted(field.name()), word));
    }

    /** Comparisons of size take any number: {@code Result -gt 1} is clear though 1 itself is never used. */
    private static long listed(Condition condition, Field field, String word) {
        Integer named = field.names().get(word.toLowerCase(Locale.ROOT));
        if (named != null) {
            return named;
        }
        boolean equality = condition.operator() == Operator.EQ || condition.operator() == Operator.NE;
        if (WHOLE_NUMBER.matcher(word).matches()) {
            long number = number(condition, field, word);
            if (!equality || (number == (int) number && field.numbers().containsKey((int) number))) {
                return number;
            }
        }
        throw wrong(condition, "one of %s for %s".formatted(field.numbersWithNames(), field.name()), word);
    }

    private static TypedValue numberOrName(Condition condition, Field field, String text) {
        return switch (condition.operator()) {
            case CONTAINS, NOTCONTAINS, STARTSWITH, ENDSWITH -> new TypedValue.Text(text);
            case LT, LE, GT, GE -> new TypedValue.Whole(number(condition, field, text.strip()));
            case EQ, NE ->
                WHOLE_NUMBER.matcher(text.strip()).matches()
                        ? new TypedValue.Whole(number(condition, field, text.strip()))
                        : new TypedValue.Text(text);
        };
    }

    private static CommandException wrong(Condition condition, String expected, String found) {
        return QueryError.at(condition.columns().value(), expected, QueryError.quoted(found));
    }
}
