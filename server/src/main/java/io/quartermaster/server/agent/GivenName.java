package io.quartermaster.server.agent;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names that people give to pools of agents and to blueprints. */
public final class GivenName {
    /** Characters of one name. */
    public static final int LENGTH_MAX = 256;

    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\p{Cs}]");

    private GivenName() {}

    /**
     * Reads a name from a request.
     *
     * @param field where it stands, for messages
     * @return without white space around it
     * @throws CommandException MALFORMED when there is none, beyond {@link #LENGTH_MAX}, and for control characters
     */
    public static String read(String field, @Nullable String sent) {
        if (sent == null || sent.isBlank()) {
            throw new CommandException(ErrorKind.MALFORMED, field + " is required.");
        }
        String name = sent.strip();
        if (name.length() > LENGTH_MAX) {
            throw new CommandException(
                    ErrorKind.MALFORMED,
                    field + " may have at most " + LENGTH_MAX + " characters; this one has " + name.length() + ".");
        }
        if (UNPRINTABLE.matcher(name).find()) {
            throw new CommandException(ErrorKind.MALFORMED, field + " must not contain control characters.");
        }
        return name;
    }
}
