package io.quartermaster.server.query;

import org.jspecify.annotations.Nullable;

/**
 * How text stands between quotes.
 *
 * <p>A quote inside is doubled, or has a backslash before it. Any other backslash is itself, so that Windows paths and
 * account names like {@code CORP\alice} need no escapes; only in a run of backslashes before a quote two of them stand
 * for one. That is how a path that ends in a backslash is written: {@code "C:\certs\\"}.
 *
 * <p>Text that begins with a typographic quote, as word processors and the documentation of the original product make
 * it, may end with any of them or with a plain one; text that begins with a plain quote ends with a plain quote.
 */
final class QuotedText {
    private static final String TYPOGRAPHIC = "\u201C\u201D\u201E\u201F";

    private QuotedText() {}

    static boolean isQuote(char c) {
        return c == '"' || TYPOGRAPHIC.indexOf(c) >= 0;
    }

    /** @param end the index behind the closing quote */
    record Read(String text, int end) {}

    /**
     * Reads from the opening quote.
     *
     * @return null where the closing quote is missing
     */
    static @Nullable Read read(String query, int opening) {
        boolean plain = query.charAt(opening) == '"';
        StringBuilder text = new StringBuilder();
        int at = opening + 1;
        while (at < query.length()) {
            int run = backslashes(query, at);
            int next = at + run;
            if (next == query.length() || !closes(query.charAt(next), plain)) {
                text.repeat('\\', run);
                at = next;
                if (at < query.length()) {
                    text.append(query.charAt(at++));
                }
                continue;
            }
            text.repeat('\\', run / 2);
            boolean escaped = run % 2 == 1;
            boolean doubled = next + 1 < query.length() && closes(query.charAt(next + 1), plain);
            if (!escaped && !doubled) {
                return new Read(text.toString(), next + 1);
            }
            text.append(query.charAt(next));
            at = escaped ? next + 1 : next + 2;
        }
        return null;
    }

    /** The text between plain quotes; {@link #read} gives it back unchanged. */
    static String write(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        int at = 0;
        while (at < text.length()) {
            int run = backslashes(text, at);
            int next = at + run;
            boolean beforeQuote = next == text.length() || text.charAt(next) == '"';
            quoted.repeat('\\', beforeQuote ? 2 * run : run);
            at = next;
            if (at < text.length()) {
                quoted.append(text.charAt(at) == '"' ? "\\\"" : text.charAt(at));
                at++;
            }
        }
        return quoted.append('"').toString();
    }

    private static boolean closes(char c, boolean plain) {
        return plain ? c == '"' : isQuote(c);
    }

    private static int backslashes(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) == '\\') {
            at++;
        }
        return at - from;
    }
}
