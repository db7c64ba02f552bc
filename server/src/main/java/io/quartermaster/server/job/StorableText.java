package io.quartermaster.server.job;

/** What PostgreSQL can store of a text that somebody sent. */
public final class StorableText {
    private StorableText() {}

    /** Whether the text has no NUL, which PostgreSQL refuses, and no half of a surrogate pair, which UTF-8 cannot hold. */
    public static boolean isStorable(String text) {
        return text.codePoints()
                .noneMatch(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
    }
}
