package io.quartermaster.server.security;

import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/** A password in the clear. Never printed, logged or put into a message; the text comes out by name only. */
public final class Password {
    /** Applies to passwords that are set here. Whoever signs in with a shorter one simply has the wrong one. */
    public static final int LENGTH_MIN = 12;

    public static final int LENGTH_MAX = 1024;

    private static final int RANDOM_LENGTH = 24;

    /** Without characters that look alike in print: about 5.8 bits each, 139 bits for a random password. */
    private static final String RANDOM_CHARACTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789";

    private final char[] text;

    public Password(char[] text) {
        this.text = text.clone();
    }

    /** @param random a cryptographic generator */
    public static Password random(RandomGenerator random) {
        char[] text = new char[RANDOM_LENGTH];
        for (int i = 0; i < text.length; i++) {
            text[i] = RANDOM_CHARACTERS.charAt(random.nextInt(RANDOM_CHARACTERS.length()));
        }
        return new Password(text);
    }

    int length() {
        return text.length;
    }

    byte[] utf8() {
        var encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(text));
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        return bytes;
    }

    /** For the one place where a password that was just made is shown to the person who asked for it. */
    String reveal() {
        return new String(text);
    }

    @Override
    public String toString() {
        return "Password[hidden]";
    }
}
