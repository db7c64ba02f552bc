package io.quartermaster.server.ca;

import java.math.BigInteger;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** Serial numbers of certificates. */
final class SerialNumbers {
    /** RFC 5280 allows 20; half of the bits would be enough against guessing. */
    private static final int BYTES = 16;

    private SerialNumbers() {}

    /** Positive, of sixteen octets, 126 bits of them random. */
    static BigInteger next(RandomGenerator random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        // Neither a sign nor leading zeros: every number has the same length.
        bytes[0] = (byte) ((bytes[0] & 0x3f) | 0x40);
        return new BigInteger(1, bytes);
    }

    /** As certificates are recorded: upper-case hex, an even number of digits. */
    static String text(BigInteger serialNumber) {
        String digits = serialNumber.toString(16).toUpperCase(Locale.ROOT);
        return digits.length() % 2 == 0 ? digits : "0" + digits;
    }
}
