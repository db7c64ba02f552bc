package io.quartermaster.server.security;

import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is kept of a password: Argon2id in the text form of the password hashing competition,
 * {@code $argon2id$v=19$m=19456,t=2,p=1$salt$hash}, base64 without padding.
 *
 * <p>The cost is bounded when a hash is read, so that a hash from elsewhere cannot make each sign-in take minutes or all
 * memory.
 */
public final class PasswordHash {
    public static final int MEMORY_KIB_MAX = 262_144;
    public static final int ITERATIONS_MAX = 16;
    public static final int PARALLELISM_MAX = 4;
    public static final int BYTES_MIN = 8;
    public static final int BYTES_MAX = 64;

    /** Argon2 itself wants 8 KiB for each lane. */
    private static final int MEMORY_KIB_PER_LANE_MIN = 8;

    private static final Pattern FORM =
            Pattern.compile("\\$argon2id\\$v=19\\$m=(?<memory>[0-9]{1,9}),t=(?<iterations>[0-9]{1,9}),"
                    + "p=(?<parallelism>[0-9]{1,9})\\$(?<salt>[A-Za-z0-9+/]+)\\$(?<hash>[A-Za-z0-9+/]+)");

    private final int memoryKib;
    private final int iterations;
    private final int parallelism;
    private final byte[] salt;
    private final byte[] hash;

    PasswordHash(int memoryKib, int iterations, int parallelism, byte[] salt, byte[] hash) {
        within("memory (m)", memoryKib, MEMORY_KIB_PER_LANE_MIN * Math.max(1, parallelism), MEMORY_KIB_MAX);
        within("iterations (t)", iterations, 1, ITERATIONS_MAX);
        within("parallelism (p)", parallelism, 1, PARALLELISM_MAX);
        within("length of the salt", salt.length, BYTES_MIN, BYTES_MAX);
        within("length of the hash", hash.length, BYTES_MIN, BYTES_MAX);
        this.memoryKib = memoryKib;
        this.iterations = iterations;
        this.parallelism = parallelism;
        this.salt = salt.clone();
        this.hash = hash.clone();
    }

    /** @throws IllegalArgumentException with a sentence that says what is wrong and does not quote the hash */
    public static PasswordHash parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "The password is not a hash of the form $argon2id$v=19$m=...,t=...,p=...$salt$hash.");
        }
        return new PasswordHash(
                Integer.parseInt(matcher.group("memory")),
                Integer.parseInt(matcher.group("iterations")),
                Integer.parseInt(matcher.group("parallelism")),
                decode("salt", matcher.group("salt")),
                decode("hash", matcher.group("hash")));
    }

    private static byte[] decode(String what, String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("The " + what + " of the password is not base64.", e);
        }
    }

    private static void within(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "The " + what + " of the password's hash is " + value + ", not " + least + " to " + most + ".");
        }
    }

    /** The form in which it is kept. */
    public String text() {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + memoryKib + ",t=" + iterations + ",p=" + parallelism + "$"
                + base64.encodeToString(salt) + "$" + base64.encodeToString(hash);
    }

    int memoryKib() {
        return memoryKib;
    }

    int iterations() {
        return iterations;
    }

    int parallelism() {
        return parallelism;
    }

    byte[] salt() {
        return salt.clone();
    }

    byte[] hash() {
        return hash.clone();
    }

    @Override
    public String toString() {
        return "PasswordHash[hidden]";
    }
}
