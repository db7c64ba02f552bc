package io.quartermaster.server.cert;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads texts of requests about certificates, and quotes them in messages. */
final class CertificateText {
    private static final int QUOTED_LENGTH_MAX = 60;
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\p{Cs}]");

    private CertificateText() {}

    /**
     * A name that people give.
     *
     * @return without white space around it
     * @throws CommandException MALFORMED for none, a long one, and for control characters
     */
    static String name(String field, @Nullable String sent, int lengthMax) {
        if (sent == null || sent.isBlank()) {
            throw malformed(field + " is required.");
        }
        String name = atMost(field, sent.strip(), lengthMax);
        if (UNPRINTABLE.matcher(name).find()) {
            throw malformed(field + " must not contain control characters.");
        }
        return name;
    }

    /** @throws CommandException MALFORMED for a long one */
    static @Nullable String optional(String field, @Nullable String sent, int lengthMax) {
        return sent == null ? null : atMost(field, sent, lengthMax);
    }

    private static String atMost(String field, String text, int lengthMax) {
        if (text.length() > lengthMax) {
            throw malformed(
                    field + " may have at most " + lengthMax + " characters; this one has " + text.length() + ".");
        }
        return text;
    }

    /** Cut where it is long. */
    static String quoted(String text) {
        return '"' + (text.length() <= QUOTED_LENGTH_MAX ? text : NameText.cut(text, QUOTED_LENGTH_MAX) + "...") + '"';
    }

    static CommandException malformed(String message) {
        return new CommandException(ErrorKind.MALFORMED, message);
    }
}
