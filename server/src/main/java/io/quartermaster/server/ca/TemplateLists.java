package io.quartermaster.server.ca;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the lists that requests about templates have. */
final class TemplateLists {
    /** Members of one list, at most. */
    static final int SIZE_MAX = 200;

    /** Characters of a text, at most. */
    static final int TEXT_LENGTH_MAX = 1_000;

    private TemplateLists() {}

    /**
     * Each member in its form inside.
     *
     * @param member takes the place for messages, {@code TemplateRegexes[2]}, and what was sent
     * @throws CommandException MALFORMED for a list that is too long or has a null in it
     */
    static <S, T> List<T> read(String field, List<? extends @Nullable S> sent, BiFunction<String, S, T> member) {
        if (sent.size() > SIZE_MAX) {
            throw malformed(
                    field + " may have at most " + SIZE_MAX + " members; this request has " + sent.size() + ".");
        }
        List<T> read = new ArrayList<>();
        for (int i = 0; i < sent.size(); i++) {
            S each = sent.get(i);
            if (each == null) {
                throw malformed(field + "[" + i + "] must not be null.");
            }
            read.add(member.apply(field + "[" + i + "]", each));
        }
        return read;
    }

    /** A part of names that there is and that was not among {@code before}. */
    static String subjectPart(String place, @Nullable String text, Set<String> before) {
        TemplateSubjectPart part = TemplateSubjectPart.read(text == null ? "" : text)
                .orElseThrow(() -> malformed(place + ".SubjectPart must be one of "
                        + Arrays.stream(TemplateSubjectPart.values())
                                .map(Enum::name)
                                .collect(Collectors.joining(", "))
                        + "."));
        if (!before.add(part.name())) {
            throw malformed(place + ".SubjectPart " + part.name() + " is there twice.");
        }
        return part.name();
    }

    /** The text, if it is not too long. */
    static @Nullable String text(String place, @Nullable String text) {
        if (text != null && text.length() > TEXT_LENGTH_MAX) {
            throw malformed(
                    place + " has " + text.length() + " characters; at most " + TEXT_LENGTH_MAX + " are possible.");
        }
        return text;
    }

    /**
     * The expression, which is known to be one then.
     *
     * @throws CommandException MALFORMED with the position of what cannot be
     */
    static String regex(String place, String expression) {
        if (expression.length() > TEXT_LENGTH_MAX) {
            throw malformed(place + " has " + expression.length() + " characters; at most " + TEXT_LENGTH_MAX
                    + " are possible.");
        }
        try {
            return Pattern.compile(expression).pattern();
        } catch (PatternSyntaxException e) {
            throw malformed(place + " is no regular expression: " + e.getDescription() + " at position "
                    + (e.getIndex() + 1) + ".");
        }
    }

    private static CommandException malformed(String message) {
        return new CommandException(ErrorKind.MALFORMED, message);
    }
}
