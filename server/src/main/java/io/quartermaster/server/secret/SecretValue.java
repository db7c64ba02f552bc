package io.quartermaster.server.secret;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * A secret in the clear. It does not print itself, and comparing two takes as long for equal as for different ones of
 * the same length.
 *
 * <p>Immutable; safe for many threads.
 */
public final class SecretValue {
    /** Characters, at most: a whole credential file of a cluster fits. */
    public static final int LENGTH_MAX = 100_000;

    private final String text;

    /** @throws IllegalArgumentException above {@link #LENGTH_MAX}; the message does not hold the text */
    public SecretValue(String text) {
        if (text.length() > LENGTH_MAX) {
            throw new IllegalArgumentException(
                    "A secret has at most " + LENGTH_MAX + " characters, not " + text.length() + ".");
        }
        this.text = text;
    }

    /** The text itself, for whoever encrypts it or hands it to the agent that needs it. Never for a message. */
    public String reveal() {
        return text;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SecretValue that
                && MessageDigest.isEqual(
                        text.getBytes(StandardCharsets.UTF_8), that.text.getBytes(StandardCharsets.UTF_8));
    }

    /** The same for all: a hash is enough to try out guesses against. */
    @Override
    public int hashCode() {
        return 1;
    }

    @Override
    public String toString() {
        return "SecretValue[hidden]";
    }
}
