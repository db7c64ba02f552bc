package io.quartermaster.server.security;

import java.text.Normalizer;
import java.util.Locale;

/** How the names of accounts and roles may look and when two are the same. */
final class AccountName {
    static final int LENGTH_MAX = 256;

    private AccountName() {}

    /** Equal for two names that mean the same account: case does not count, nor how an accented letter is composed. */
    static String key(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }

    /**
     * @param name may have a domain, {@code CORP\alice} or {@code alice@example.org}
     * @throws IllegalArgumentException with a sentence that says what is wrong
     */
    static void check(String name) {
        if (name.isBlank() || !name.equals(name.strip())) {
            throw new IllegalArgumentException("A name must not be empty, nor begin or end with blanks.");
        }
        if (name.length() > LENGTH_MAX) {
            throw new IllegalArgumentException("A name has at most " + LENGTH_MAX + " characters.");
        }
        // RFC 7617 ends the name at the first colon, so an account with one in its name could never sign in.
        if (name.indexOf(':') >= 0 || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("A name must not have a colon or a control character.");
        }
    }
}
