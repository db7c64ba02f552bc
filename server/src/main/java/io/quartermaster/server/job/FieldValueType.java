package io.quartermaster.server.job;

import io.quartermaster.server.secret.SecretValue;
import io.quartermaster.server.time.WrittenTime;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the values of a custom job's field are. On the wire a type is its number; requests may also use its name. */
public enum FieldValueType {
    STRING(1, "String", "a text of at most " + FieldValueType.TEXT_LENGTH_MAX + " characters without NUL"),
    INT(2, "Int", "a whole number of at most 64 bits"),
    DATE_TIME(3, "DateTime", "a date or a date with a time, such as 2026-01-31 or 2026-01-31T10:00:00Z"),
    BOOL(4, "Bool", "true or false"),
    /** A text that is stored encrypted, told to the agent that runs the job, and never shown again. */
    SECRET(5, "Secret", "a text of at most " + SecretValue.LENGTH_MAX + " characters without NUL");

    /** Characters of a text value. */
    public static final int TEXT_LENGTH_MAX = 10_000;

    private static final Pattern WHOLE_NUMBER = Pattern.compile("[+-]?\\d{1,19}");

    private final int number;
    private final String title;
    private final String expectation;

    FieldValueType(int number, String title, String expectation) {
        this.number = number;
        this.title = title;
        this.expectation = expectation;
    }

    /** 1 to 5, as on the wire. */
    public int number() {
        return number;
    }

    /** As the public documentation of the API spells it: {@code DateTime}. */
    public String title() {
        return title;
    }

    /** For messages, behind "must be": what a value looks like. */
    public String expectation() {
        return expectation;
    }

    /** @throws IllegalArgumentException for a number that is none */
    public static FieldValueType withNumber(int number) {
        return Arrays.stream(values())
                .filter(type -> type.number == number)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No field type has number " + number));
    }

    /** The type that was meant by a number or a name, the name in any case. */
    public static Optional<FieldValueType> written(String text) {
        String word = text.strip();
        return Arrays.stream(values())
                .filter(type -> type.title.equalsIgnoreCase(word) || word.equals(String.valueOf(type.number)))
                .findFirst();
    }

    /** For messages: {@code 1 (String), 2 (Int), ...}. */
    public static String choices() {
        return Arrays.stream(values())
                .map(type -> type.number + " (" + type.title + ")")
                .collect(Collectors.joining(", "));
    }

    /**
     * A value in the one form in which agents are told it: numbers in decimal without a plus sign or leading zeros,
     * {@code true} or {@code false}, times in ISO-8601 UTC, texts as they are.
     *
     * @return empty when the text is no value of this type
     */
    public Optional<String> read(String text) {
        return switch (this) {
            case STRING -> Optional.of(text).filter(t -> isStorable(t, TEXT_LENGTH_MAX));
            case SECRET -> Optional.of(text).filter(t -> isStorable(t, SecretValue.LENGTH_MAX));
            case INT -> wholeNumber(text.strip());
            case DATE_TIME -> WrittenTime.read(text).map(time -> time.instant().toString());
            case BOOL ->
                Optional.of(text.strip().toLowerCase(Locale.ROOT))
                        .filter(word -> word.equals("true") || word.equals("false"));
        };
    }

    private static Optional<String> wholeNumber(String word) {
        if (!WHOLE_NUMBER.matcher(word).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(String.valueOf(Long.parseLong(word)));
        } catch (NumberFormatException beyondLong) {
            return Optional.empty();
        }
    }

    private static boolean isStorable(String text, int lengthMax) {
        return text.length() <= lengthMax && StorableText.isStorable(text);
    }
}
