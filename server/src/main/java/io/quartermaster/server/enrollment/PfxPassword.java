package io.quartermaster.server.enrollment;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.secret.SecretValue;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Passwords of files with private keys. No message has one. */
final class PfxPassword {
    static final int LENGTH_MIN = 8;
    static final int LENGTH_MAX = 256;

    /** Characters of one that the server makes: with those below, more than 128 bits. */
    private static final int MADE_LENGTH = 24;

    /** Without those that people mix up. */
    private static final String CHARACTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";

    private PfxPassword() {}

    /** @throws CommandException MALFORMED for one that is too short, too long, or has control characters in it */
    static SecretValue read(String text) {
        if (text.length() < LENGTH_MIN || text.length() > LENGTH_MAX) {
            throw malformed("Password must have " + LENGTH_MIN + " to " + LENGTH_MAX + " characters; this one has "
                    + text.length() + ". Send none, and the server makes one.");
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw malformed("Password contains a control character.");
        }
        return new SecretValue(text);
    }

    static SecretValue make(RandomGenerator random) {
        StringBuilder text = new StringBuilder(MADE_LENGTH);
        for (int i = 0; i < MADE_LENGTH; i++) {
            text.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
        }
        return new SecretValue(text.toString());
    }

    /** What was sent, or nothing; an empty text is nothing. */
    static @Nullable SecretValue readOptional(@Nullable String text) {
        return text == null || text.isEmpty() ? null : read(text);
    }

    private static CommandException malformed(String message) {
        return new CommandException(ErrorKind.MALFORMED, message);
    }
}
