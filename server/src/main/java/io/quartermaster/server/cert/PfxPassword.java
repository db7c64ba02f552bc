package io.quartermaster.server.cert;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.secret.SecretValue;
import org.jspecify.annotations.Nullable;

/** The password of a file with a private key. It does not print itself. Immutable; safe for many threads. */
public final class PfxPassword {
    /** Characters that a password must have at least before a private key leaves the server under it. */
    public static final int LENGTH_MIN = 8;

    public static final int LENGTH_MAX = 256;

    private final String text;

    private PfxPassword(String text) {
        this.text = text;
    }

    /**
     * A password for a file that the server is to write.
     *
     * @param field where it stands, for messages
     * @throws CommandException MALFORMED for none, a short and a long one; the message does not hold it
     */
    public static PfxPassword toWrite(String field, @Nullable String sent) {
        if (sent == null || sent.isEmpty()) {
            throw new CommandException(ErrorKind.MALFORMED, field + " is required.");
        }
        if (sent.length() < LENGTH_MIN || sent.length() > LENGTH_MAX) {
            throw new CommandException(
                    ErrorKind.MALFORMED,
                    field + " must have " + LENGTH_MIN + " to " + LENGTH_MAX + " characters; this one has "
                            + sent.length() + ".");
        }
        return new PfxPassword(sent);
    }

    /**
     * A password for a file that somebody else wrote: any, also the empty one.
     *
     * @param field where it stands, for messages
     * @throws CommandException MALFORMED for a long one; the message does not hold it
     */
    public static PfxPassword toRead(String field, @Nullable String sent) {
        if (sent != null && sent.length() > LENGTH_MAX) {
            throw new CommandException(
                    ErrorKind.MALFORMED,
                    field + " may have at most " + LENGTH_MAX + " characters; this one has " + sent.length() + ".");
        }
        return new PfxPassword(sent == null ? "" : sent);
    }

    public SecretValue secret() {
        return new SecretValue(text);
    }

    /** For whoever encrypts or decrypts with it. */
    public char[] reveal() {
        return text.toCharArray();
    }

    @Override
    public String toString() {
        return "PfxPassword[hidden]";
    }
}
