package io.quartermaster.server.query;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;

/** The one form of all errors in a query: where, what was expected there, what stands there. */
final class QueryError {
    /** Longer words are cut, so that a broken query does not come back whole. */
    private static final int FOUND_LENGTH_MAX = 60;

    private QueryError() {}

    /** @param column in characters, the first is 1 */
    static CommandException at(int column, String expected, String found) {
        return new CommandException(
                ErrorKind.QUERY, "Query column %d: expected %s, found %s.".formatted(column, expected, found));
    }

    /** The word in quotes, cut where it is long. */
    static String quoted(String word) {
        if (word.length() <= FOUND_LENGTH_MAX) {
            return '"' + word + '"';
        }
        int end =
                Character.isHighSurrogate(word.charAt(FOUND_LENGTH_MAX - 1)) ? FOUND_LENGTH_MAX - 1 : FOUND_LENGTH_MAX;
        return '"' + word.substring(0, end) + "\" and more";
    }
}
