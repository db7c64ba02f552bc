package io.quartermaster.server.cert;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.time.WrittenTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Holds values against the type and the rules of their field, and gives them their one spelling. */
final class MetadataValue {
    static final int TEXT_LENGTH_MAX = 400;
    static final int BIG_TEXT_LENGTH_MAX = 4_000;

    /** Steps of one comparison with a regular expression: some expressions take for ever on some texts. */
    private static final int STEPS_MAX = 1_000_000;

    private static final Pattern ADDRESS = Pattern.compile("[^\\s@,;]{1,64}@[^\\s@,;]{1,255}");

    private MetadataValue() {}

    /**
     * @param sent not blank
     * @return the value as it is stored
     * @throws CommandException MALFORMED naming the field and what was expected
     */
    static String read(MetadataField field, String sent) {
        String value = sent.strip();
        int lengthMax = field.type() == MetadataType.BIG_TEXT ? BIG_TEXT_LENGTH_MAX : TEXT_LENGTH_MAX;
        if (value.length() > lengthMax) {
            throw wrong(field, "at most " + lengthMax + " characters; this value has " + value.length());
        }
        return switch (field.type()) {
            case STRING -> fitting(field, value);
            case INTEGER -> whole(field, value);
            case DATE -> date(field, value);
            case BOOLEAN -> truth(field, value);
            case MULTIPLE_CHOICE -> choice(field, value);
            case BIG_TEXT -> value;
            case EMAIL -> addresses(field, value);
        };
    }

    /** @throws CommandException MALFORMED for what is no regular expression */
    static Pattern pattern(String expression) {
        try {
            return Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            throw new CommandException(
                    ErrorKind.MALFORMED,
                    "Validation is no regular expression: " + e.getDescription() + " near position " + e.getIndex()
                            + ".");
        }
    }

    private static String fitting(MetadataField field, String value) {
        @Nullable String expression = field.validation();
        if (expression == null || expression.isEmpty()) {
            return value;
        }
        boolean fits;
        try {
            fits = pattern(expression)
                    .matcher(new LimitedText(value, new AtomicInteger(STEPS_MAX)))
                    .matches();
        } catch (TooManyStepsException | StackOverflowError e) {
            throw wrong(field, "a value that its regular expression can be held against in reasonable time");
        }
        if (fits) {
            return value;
        }
        @Nullable String message = field.message();
        throw message == null || message.isBlank()
                ? wrong(field, "a value that fits " + expression)
                : new CommandException(ErrorKind.MALFORMED, "Metadata " + field.name() + ": " + message);
    }

    private static String whole(MetadataField field, String value) {
        try {
            return Long.toString(Long.parseLong(value));
        } catch (NumberFormatException e) {
            throw wrong(field, "a whole number");
        }
    }

    /** A day stays a day and a moment a moment, so that a client reads back what it wrote. */
    private static String date(MetadataField field, String value) {
        WrittenTime time = WrittenTime.read(value).orElseThrow(() -> wrong(field, "a date such as 2026-01-31"));
        return time instanceof WrittenTime.Day day
                ? day.date().toString()
                : time.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String truth(MetadataField field, String value) {
        String word = value.toLowerCase(Locale.ROOT);
        if (!word.equals("true") && !word.equals("false")) {
            throw wrong(field, "true or false");
        }
        return word;
    }

    private static String choice(MetadataField field, String value) {
        List<String> choices = field.choices();
        return choices.stream()
                .filter(choice -> choice.equalsIgnoreCase(value))
                .findFirst()
                .orElseThrow(() -> wrong(field, "one of " + String.join(", ", choices)));
    }

    private static String addresses(MetadataField field, String value) {
        for (String address : value.split("[,;]")) {
            if (!ADDRESS.matcher(address.strip()).matches()) {
                throw wrong(field, "addresses of e-mail between commas or semicolons");
            }
        }
        return value;
    }

    private static CommandException wrong(MetadataField field, String expected) {
        return new CommandException(ErrorKind.MALFORMED, "Metadata " + field.name() + ": expected " + expected + ".");
    }

    private static final class TooManyStepsException extends RuntimeException {
        TooManyStepsException() {
            super(null, null, false, false);
        }
    }

    /** Counts what the comparison looks at. */
    private static final class LimitedText implements CharSequence {
        private final CharSequence text;
        private final AtomicInteger stepsLeft;

        LimitedText(CharSequence text, AtomicInteger stepsLeft) {
            this.text = text;
            this.stepsLeft = stepsLeft;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (stepsLeft.getAndDecrement() <= 0) {
                throw new TooManyStepsException();
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new LimitedText(text.subSequence(start, end), stepsLeft);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
