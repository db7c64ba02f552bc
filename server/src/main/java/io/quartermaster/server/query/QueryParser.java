package io.quartermaster.server.query;

import io.quartermaster.server.error.CommandException;
import io.quartermaster.server.error.ErrorKind;
import io.quartermaster.server.query.Query.Columns;
import io.quartermaster.server.query.Query.Condition;
import io.quartermaster.server.query.Query.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * The first step: text to tree. Knows no fields.
 *
 * <pre>
 * query     = and { OR and }
 * and       = term { AND term }
 * term      = "(" query ")" | condition
 * condition = field operator value
 * field     = letter { letter | digit | "_" | "." | "-" letter }
 * value     = quoted | bare | NULL
 * </pre>
 *
 * <p>AND binds tighter than OR. Words are read in any case. White space may be missing around parentheses and after a
 * quoted value, as clients write {@code (A -eq 1)AND B -eq "x"AND C -eq 2}. A bare value ends at white space or at a
 * closing parenthesis; how quotes work says {@link QuotedText}.
 *
 * <p>Errors are of kind QUERY and name the column, what was expected and what stands there. One text only.
 */
public final class QueryParser {
    /** In UTF-16 units, white space included. */
    public static final int QUERY_LENGTH_MAX = 8_000;

    public static final int CONDITIONS_MAX = 100;

    /** Parentheses within parentheses. */
    public static final int DEPTH_MAX = 20;

    private static final String END = "the end of the query";

    private final String text;
    private int at;
    private int depth;
    private int conditions;

    private QueryParser(String text) {
        this.text = text;
    }

    /**
     * @throws CommandException QUERY for text that is no query; blank text is none either, whether that means "all" is
     *     the caller's matter
     */
    public static Query parse(String text) {
        if (text.length() > QUERY_LENGTH_MAX) {
            throw new CommandException(
                    ErrorKind.QUERY,
                    "The query has %d characters; at most %d are allowed.".formatted(text.length(), QUERY_LENGTH_MAX));
        }
        QueryParser parser = new QueryParser(text);
        Query query = parser.query();
        if (parser.atEnd()) {
            return query;
        }
        throw parser.unexpected("AND, OR or " + END);
    }

    private Query query() {
        List<Query> alternatives = new ArrayList<>();
        do {
            alternatives.add(conjunction());
        } while (takeWord("OR"));
        return Query.anyOf(alternatives);
    }

    private Query conjunction() {
        List<Query> terms = new ArrayList<>();
        do {
            terms.add(term());
        } while (takeWord("AND"));
        return Query.allOf(terms);
    }

    private Query term() {
        if (atEnd() || text.charAt(at) != '(') {
            return condition();
        }
        if (depth == DEPTH_MAX) {
            throw unexpected("at most %d parentheses within each other".formatted(DEPTH_MAX));
        }
        int opening = column(at);
        at++;
        depth++;
        Query query = query();
        if (atEnd() || text.charAt(at) != ')') {
            throw unexpected("AND, OR or a closing parenthesis for the one in column " + opening);
        }
        at++;
        depth--;
        return query;
    }

    private Condition condition() {
        if (conditions == CONDITIONS_MAX) {
            throw unexpected("at most %d conditions".formatted(CONDITIONS_MAX));
        }
        conditions++;
        int fieldColumn = column(at);
        String field = field();
        skipSpace();
        int operatorColumn = column(at);
        Operator operator = operator(field);
        skipSpace();
        int valueColumn = column(at);
        return new Condition(field, operator, value(), new Columns(fieldColumn, operatorColumn, valueColumn));
    }

    private String field() {
        int start = at;
        int end = start;
        while (end < text.length() && continuesField(start, end)) {
            end += Character.charCount(text.codePointAt(end));
        }
        if (end == start) {
            throw unexpected("a field name or an opening parenthesis");
        }
        at = end;
        return text.substring(start, end);
    }

    private boolean continuesField(int start, int position) {
        int c = text.codePointAt(position);
        if (Character.isLetter(c)) {
            return true;
        }
        if (position == start) {
            return false;
        }
        boolean dashBeforeLetter =
                c == '-' && position + 1 < text.length() && Character.isLetter(text.codePointAt(position + 1));
        return Character.isDigit(c) || c == '_' || c == '.' || dashBeforeLetter;
    }

    private Operator operator(String field) {
        String word = text.substring(at, endOf(c -> !isSpace(c) && c != '(' && c != ')' && !isQuote(c)));
        Operator operator = Operator.of(word)
                .orElseThrow(() -> unexpected("an operator (%s)%s".formatted(Operator.words(), spaceHint(field))));
        at += word.length();
        return operator;
    }

    /** A dash may be part of a field name, so {@code AgentId-eq} is one word. */
    private static String spaceHint(String field) {
        int dash = field.lastIndexOf('-');
        return dash > 0 && Operator.of(field.substring(dash)).isPresent()
                ? " after a space, as a dash may be part of a field name like " + QueryError.quoted(field)
                : "";
    }

    private Value value() {
        if (atEnd() || text.charAt(at) == '(' || text.charAt(at) == ')') {
            throw unexpected("a value");
        }
        int start = at;
        if (isQuote(text.charAt(at))) {
            QuotedText.Read quoted = QuotedText.read(text, at);
            if (quoted == null) {
                throw QueryError.at(column(at), "a closing quote for the value that begins here", END);
            }
            at = quoted.end();
            requireStorable(start, at);
            return new Value.Text(quoted.text());
        }
        at = endOf(c -> !isSpace(c) && c != ')');
        requireStorable(start, at);
        String bare = text.substring(start, at);
        return bare.equalsIgnoreCase("NULL") ? new Value.Null() : new Value.Text(bare);
    }

    /** PostgreSQL stores neither the character 0 nor half of a surrogate pair, so nothing can be equal to them. */
    private void requireStorable(int from, int to) {
        for (int i = from; i < to; ) {
            int c = text.codePointAt(i);
            if (c == 0 || Character.getType(c) == Character.SURROGATE) {
                throw QueryError.at(column(i), "a character that text can hold", "U+%04X".formatted(c));
            }
            i += Character.charCount(c);
        }
    }

    private boolean takeWord(String word) {
        skipSpace();
        int end = endOf(c -> Character.isLetterOrDigit(c) || c == '_');
        if (!text.substring(at, end).equalsIgnoreCase(word)) {
            return false;
        }
        at = end;
        return true;
    }

    private boolean atEnd() {
        skipSpace();
        return at == text.length();
    }

    private void skipSpace() {
        at = endOf(QueryParser::isSpace);
    }

    private int endOf(IntPredicate part) {
        int end = at;
        while (end < text.length() && part.test(text.codePointAt(end))) {
            end += Character.charCount(text.codePointAt(end));
        }
        return end;
    }

    /** The no-break space too, which comes along when a query is copied from a page. */
    private static boolean isSpace(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    private static boolean isQuote(int c) {
        return c <= Character.MAX_VALUE && QuotedText.isQuote((char) c);
    }

    private int column(int position) {
        return text.codePointCount(0, position) + 1;
    }

    private CommandException unexpected(String expected) {
        return QueryError.at(column(at), expected, found());
    }

    private String found() {
        if (at == text.length()) {
            return END;
        }
        if (text.charAt(at) == ')') {
            return "a closing parenthesis";
        }
        if (text.charAt(at) == '(') {
            return "an opening parenthesis";
        }
        return QueryError.quoted(text.substring(at, endOf(c -> !isSpace(c) && c != '(' && c != ')')));
    }
}
