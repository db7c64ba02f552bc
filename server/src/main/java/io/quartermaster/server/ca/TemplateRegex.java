package io.quartermaster.server.ca;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What each value of a part of a name must look like.
 *
 * @param regex of the whole value; empty for anything
 * @param error what somebody is told whose value does not; null or empty for a sentence of ours
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record TemplateRegex(
        @JsonProperty("SubjectPart") String subjectPart,
        @JsonProperty("Regex") String regex,
        @JsonProperty("Error") @Nullable String error) {
    /** Looks at a character, at most: some expressions try every way to divide a text, and never end. */
    private static final int STEPS_MAX = 200_000;

    public boolean isOf(TemplateSubjectPart part) {
        return subjectPart.toUpperCase(Locale.ROOT).equals(part.name());
    }

    /** False also for a value that the expression takes too long to decide about. */
    public boolean matches(String value) {
        try {
            return regex.isEmpty() || Pattern.matches(regex, new Counted(value, new int[1]));
        } catch (TooManyStepsException e) {
            return false;
        }
    }

    private static final class TooManyStepsException extends RuntimeException {
        TooManyStepsException() {
            super("an expression took too many steps", null, false, false);
        }
    }

    /** @param steps counted in all pieces of the text together */
    @SuppressWarnings("ArrayRecordComponent") // a counter, never compared
    private record Counted(CharSequence text, int[] steps) implements CharSequence {
        @Override
        public char charAt(int index) {
            if (++steps[0] > STEPS_MAX) {
                throw new TooManyStepsException();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Counted(text.subSequence(start, end), steps);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
