package io.quartermaster.cli;

import java.util.Base64;
import java.util.random.RandomGenerator;

/** A password. It does not print itself, so that no message can hold one by accident. */
public record Secret(String reveal) {
    private static final int RANDOM_BYTES = 18;

    /** A new one, of 24 letters, digits, dashes and underscores. */
    public static Secret random(RandomGenerator random) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    @Override
    public String toString() {
        return "Secret[hidden]";
    }
}
