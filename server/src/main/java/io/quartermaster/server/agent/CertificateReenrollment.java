package io.quartermaster.server.agent;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether an agent is to get a new client certificate at its next registration. Requests spell it as number, number in
 * quotes or name; agents show the name.
 */
public enum CertificateReenrollment {
    NONE(0, "None"),
    REQUESTED(1, "Requested"),
    REQUIRED(2, "Required");

    private final int number;
    private final String title;

    CertificateReenrollment(int number, String title) {
        this.number = number;
        this.title = title;
    }

    public int number() {
        return number;
    }

    /** As shown on an agent. */
    public String title() {
        return title;
    }

    /**
     * Reads the status of a request.
     *
     * @param text number or name, in any case
     * @throws CommandException MALFORMED when it is missing or neither
     */
    public static CertificateReenrollment parse(@Nullable String text) {
        String sent = text == null ? "" : text.strip();
        return Arrays.stream(values())
                .filter(value -> value.title.equalsIgnoreCase(sent)
                        || Integer.toString(value.number).equals(sent))
                .findFirst()
                .orElseThrow(() -> new CommandException(
                        ErrorKind.MALFORMED,
                        "Status must be 0 (None), 1 (Requested) or 2 (Required); this request has "
                                + (sent.isEmpty() ? "none." : "\"" + shortened(sent) + "\".")));
    }

    /** @throws IllegalArgumentException for a number that is none */
    public static CertificateReenrollment withNumber(int number) {
        return Arrays.stream(values())
                .filter(value -> value.number == number)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        String.format(Locale.ROOT, "no certificate reenrollment has the number %d", number)));
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }
}
