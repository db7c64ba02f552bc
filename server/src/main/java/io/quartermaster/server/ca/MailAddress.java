package io.quartermaster.server.ca;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Mail addresses in requests. */
final class MailAddress {
    private static final Pattern FORM = Pattern.compile("[!-~&&[^@,]]{1,64}@[!-~&&[^@,]]{1,255}");

    private MailAddress() {}

    /**
     * Reads one.
     *
     * @param field where it stands, for the message
     * @throws CommandException MALFORMED
     */
    static String read(String field, @Nullable String sent) {
        String address = sent == null ? "" : sent.strip();
        if (!FORM.matcher(address).matches()) {
            throw new CommandException(ErrorKind.MALFORMED, field + " must be a mail address.");
        }
        return address;
    }
}
