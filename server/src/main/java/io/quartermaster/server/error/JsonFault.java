package io.quartermaster.server.error;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.temporal.Temporal;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says for a person where JSON text is wrong and what was expected there, without the words of the JSON library. */
public final class JsonFault {
    /** A longer value is cut when it is quoted. */
    public static final int QUOTED_LENGTH_MAX = 60;

    /** Which class of the library holds a limit. */
    private static final Pattern INSIDES = Pattern.compile(", from `[^`]*`");

    private JsonFault() {}

    /** @return for example {@code JobIds[3] (line 1, column 20): expected a GUID, found "abc".} */
    public static String describe(JsonProcessingException fault) {
        String where = (path(fault) + " " + position(fault)).strip();
        return (where.isEmpty() ? "" : where + ": ") + reason(fault) + ".";
    }

    private static String path(JsonProcessingException fault) {
        if (!(fault instanceof JsonMappingException mapping)) {
            return "";
        }
        var path = new StringBuilder();
        for (JsonMappingException.Reference step : mapping.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(cut(step.getFieldName()));
            }
        }
        return path.toString();
    }

    private static String position(JsonProcessingException fault) {
        JsonLocation location = fault.getLocation();
        return location == null || location.getLineNr() < 1 || location.getColumnNr() < 1
                ? ""
                : "(line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }

    private static String reason(JsonProcessingException fault) {
        return switch (fault) {
            case UnrecognizedPropertyException unknown ->
                "unknown key; known are "
                        + unknown.getKnownPropertyIds().stream()
                                .map(String::valueOf)
                                .sorted()
                                .collect(Collectors.joining(", "));
            // Not quoted: a text that is only wrong for a character in it may be a secret.
            case InvalidFormatException format
            when format.getTargetType() == String.class -> "expected a text without the character U+0000";
            case InvalidFormatException format ->
                "expected " + expected(format.getTargetType()) + ", found " + quoted(format.getValue());
            case MismatchedInputException mismatch
            when mismatch.getTargetType() != null -> "expected " + expected(mismatch.getTargetType());
            case JsonEOFException end -> "the JSON text ends too early";
            case JsonMappingException mapping
            when mapping.getCause() instanceof CommandException refusal -> withoutDot(refusal.getMessage());
            // A fault of the text within an object or a list.
            case JsonMappingException mapping
            when mapping.getCause() instanceof JsonProcessingException syntax -> reason(syntax);
            case JsonMappingException mapping -> "the value cannot be read";
            default -> "not JSON: " + syntax(firstLine(fault.getOriginalMessage()));
        };
    }

    /** The library quotes a word it does not know, and that may be a secret whose quotes were forgotten. */
    private static String syntax(String message) {
        if (message.startsWith("Unrecognized token")) {
            return "a word without quotes";
        }
        String clean = INSIDES.matcher(message).replaceAll("");
        int insides = clean.indexOf(" (for ");
        return withoutDot(insides < 0 ? clean : clean.substring(0, insides));
    }

    private static String expected(Class<?> type) {
        if (type.isEnum()) {
            return "one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(String::valueOf)
                            .collect(Collectors.joining(", "));
        }
        if (type == UUID.class) {
            return "a GUID";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == int.class || type == Integer.class) {
            return "a whole number from " + Integer.MIN_VALUE + " to " + Integer.MAX_VALUE;
        }
        if (type == long.class || type == Long.class || type == BigInteger.class) {
            return "a whole number";
        }
        if (type == double.class || type == Double.class || type == BigDecimal.class) {
            return "a number";
        }
        if (Temporal.class.isAssignableFrom(type)) {
            return "a date and time such as 2026-01-31T10:00:00Z";
        }
        if (type == String.class) {
            return "a text";
        }
        return type.isArray() || Collection.class.isAssignableFrom(type) ? "an array" : "an object";
    }

    private static String quoted(@Nullable Object value) {
        return value instanceof CharSequence || value instanceof Map
                ? '"' + cut(value.toString()) + '"'
                : cut(String.valueOf(value));
    }

    private static String cut(String text) {
        return text.length() <= QUOTED_LENGTH_MAX ? text : text.substring(0, QUOTED_LENGTH_MAX) + "...";
    }

    private static String firstLine(@Nullable String text) {
        return text == null ? "" : text.lines().findFirst().orElse("");
    }

    private static String withoutDot(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }
}
