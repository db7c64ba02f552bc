package io.quartermaster.store.types.discovery;

import java.util.Locale;

/** A pattern for names: {@code *} is any text, {@code ?} any character, the case of letters does not matter. */
final class Wildcards {
    private final String pattern;

    Wildcards(String pattern) {
        this.pattern = pattern.toLowerCase(Locale.ROOT);
    }

    /**
     * Whether the whole name fits. Of several stars only the last is ever tried again, which finds every match: so it takes
     * no longer than the two lengths multiplied.
     */
    boolean fit(String anyCase) {
        String name = anyCase.toLowerCase(Locale.ROOT);
        int at = 0;
        int star = -1;
        int triedFrom = 0;
        for (int i = 0; i < name.length(); ) {
            if (at < pattern.length() && pattern.charAt(at) == '*') {
                star = at++;
                triedFrom = i;
            } else if (at < pattern.length() && (pattern.charAt(at) == '?' || pattern.charAt(at) == name.charAt(i))) {
                at++;
                i++;
            } else if (star >= 0) {
                at = star + 1;
                i = ++triedFrom;
            } else {
                return false;
            }
        }
        while (at < pattern.length() && pattern.charAt(at) == '*') {
            at++;
        }
        return at == pattern.length();
    }
}
